"""What the words in one cell mean: year groups, SEN status and needs, sex, ethnicity, numbers. Pure.

Each function returns (value, problems); an empty value with a problem that holds means: accepted, it is left out.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from goldenthread.exchange.grid import HOLD, STOP, WARN, Cell, Problem
from goldenthread.exchange.headings import folded
from goldenthread.learners import numbers
from goldenthread.learners.codes import ETHNICITIES, LEGACY_SEN_TYPES, NC_YEARS, SEN_TYPES, modern_stage

Found = tuple[str, list[Problem]]

SEXES = {"m": "M", "male": "M", "boy": "M", "man": "M", "f": "F", "female": "F", "girl": "F", "woman": "F",
         "u": "U", "unknown": "U", "notknown": "U", "notspecified": "U"}  # fmt: skip
STAGES = {
    **dict.fromkeys(("n", "no", "none", "nosen", "nosend", "notsen", "nospecialeducationalneed",
                     "nospecialeducationalneeds", "nosensupport"), "N"),
    **dict.fromkeys(("k", "sensupport", "sendsupport", "support", "sens", "ksensupport", "schoolsupport"), "K"),
    **dict.fromkeys(("e", "ehc", "ehcp", "ehcplan", "educationhealthandcareplan", "educationhealthcareplan",
                     "eehcp", "eehcplan", "eeducationhealthandcareplan", "plan"), "E"),
    "nnospecialeducationalneed": "N", "nnosen": "N",
}  # fmt: skip
OLD_STAGES = {"statement": "S", "statemented": "S", "schoolaction": "A", "earlyyearsaction": "A",
              "schoolactionplus": "P", "earlyyearsactionplus": "P"}  # fmt: skip
NEEDS = {
    **{folded(code): code for code in SEN_TYPES},
    **{folded(name): code for code, (name, _) in SEN_TYPES.items()},
    **dict.fromkeys(("autism", "asc", "autisticspectrumcondition", "autismspectrumdisorder", "autismspectrumcondition",
                     "autistic", "asd", "autisticspectrumdisorder"), "ASD"),
    **dict.fromkeys(("speechlanguageandcommunication", "speechandlanguage", "speechlanguage", "salt", "slc", "dld",
                     "developmentallanguagedisorder", "speechlanguageandcommunicationneed",
                     "speechlanguageorcommunicationneed"), "SLCN"),
    **dict.fromkeys(("socialemotionalandmentalhealth", "socialemotionalmentalhealth", "semhneeds", "semhdifficulties"),
                    "SEMH"),
    **dict.fromkeys(("dyslexia", "dyscalculia", "dyspraxia", "specificlearningdifficulties"), "SPLD"),
    **dict.fromkeys(("moderatelearningdifficulties",), "MLD"),
    **dict.fromkeys(("severelearningdifficulties",), "SLD"),
    **dict.fromkeys(("profoundandmultiplelearningdifficulties", "profoundmultiplelearningdifficulty"), "PMLD"),
    **dict.fromkeys(("hearing", "deaf", "hearingimpaired"), "HI"),
    **dict.fromkeys(("visual", "visualimpairment", "visionimpairment", "visuallyimpaired", "blind"), "VI"),
    **dict.fromkeys(("multisensory", "multisensoryimpairment"), "MSI"),
    **dict.fromkeys(("physical", "physicaldisabilities"), "PD"),
    **dict.fromkeys(("downs", "downsyndrome", "downssyndrome"), "DS"),
    **dict.fromkeys(("other", "otherdifficulty", "otherdisability", "otherdifficultydisability"), "OTH"),
}  # fmt: skip
FINER = {"dyslexia", "dyscalculia", "dyspraxia", "dld", "developmentallanguagedisorder", "deaf", "blind"}
OLD_NEEDS = {folded(code) for code in LEGACY_SEN_TYPES}
MAX_NEEDS = 10

YEAR = re.compile(r"(?:nc|curriculum)?(?:year|yr|y|grade)?(?:group)?0?(\d{1,2})\Z")
YEAR_WORDS = {"r": "R", "rec": "R", "reception": "R", "yearr": "R", "yrr": "R", "yearreception": "R", "f2": "R",
              "fs2": "R", "receptionyear": "R", "n1": "N1", "n2": "N2", "nursery1": "N1", "nursery2": "N2",
              "f1": "N2", "fs1": "N2", "e1": "E1", "e2": "E2", "x": "X", "m": "M", "mixed": "M"}  # fmt: skip

SMALLEST_LEFT_ALONE = 20
SPOILT = re.compile(r"([1-9]|1[0-3])(0{1,6})\Z")
AS_DATE = re.compile(r"(?:(\d{1,2})[-/ ]([A-Za-z]{3})|([A-Za-z]{3})[-/ ](\d{1,2}))\Z")
SCIENTIFIC = re.compile(r"\d(?:\.\d{1,20}[eE]\+?|[eE]\+)\d{1,3}\Z")
SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST_GROUP = 40
LONGEST_MIS = 30


def sex(text: str) -> Found:
    if value := SEXES.get(folded(text)):
        return value, []
    if folded(text) in {"w", "withheld"}:
        return "U", [Problem("sex", "The sex is withheld: kept as not known.", WARN)]
    said = f"The sex “{text[:40]}” is not one the census has (M, F). Accepted, it is left as it is."
    return "", [Problem("sex", said, HOLD)]


def ethnicity(text: str) -> Found:
    if value := ETHNICITY_WORDS.get(folded(text)):
        return value, []
    said = f"The ethnicity “{text}” is neither a code nor a name of the census list. Accepted, it is left out."
    return "", [Problem("ethnicity", said, HOLD)]


ETHNICITY_WORDS = {folded(code): code for code in ETHNICITIES} | {folded(n): c for c, n in ETHNICITIES.items()}


def stage(text: str) -> Found:
    word = folded(text)
    if value := STAGES.get(word):
        return value, []
    guess = modern_stage(OLD_STAGES.get(word, word.upper())) or ""
    if guess:
        said = f"The SEN status “{text}” is of before 2018; {guess} has taken its place."
    elif word in {"y", "yes", "true"}:
        said = "The SEN status says yes, not which. Say K (SEN support) or E (EHC plan)."
    else:
        said = f"The SEN status “{text[:40]}” is not one we know. Say N, K or E."
    return "", [Problem("stage", said + " Accepted, the status is left as it is.", HOLD, guess)]


def needs(texts: list[str]) -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    """(type, words) of each need, in rank order, once each."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for word in [w for text in texts for w in _listed(text)]:
        code, words, problem = _need(word)
        problems += problem
        if code and (code not in found or code == "OTH"):
            found[code] = "; ".join(filter(None, [found.get(code, ""), words]))
    return tuple(found.items())[:MAX_NEEDS], problems


def _listed(text: str) -> list[str]:
    """One need, or several with a separator; a comma is one only where the whole is not a need's own name."""
    if folded(text) in NEEDS:
        return [text.strip()]
    parts = [p.strip() for p in re.split(r"[;|/\n]", text)]
    return [q for p in parts for q in ([p] if _code(p) else [c.strip() for c in p.split(",")]) if q][: MAX_NEEDS * 2]


def _code(word: str) -> str:
    """The type of a need from its code, its name or both ("SLCN - Speech, language and ...")."""
    code = NEEDS.get(folded(word), "")
    return code or NEEDS.get(folded(re.split(r"\s+[-–:]\s+|:|\(", word, maxsplit=1)[0]), "")


def _need(word: str) -> tuple[str, str, list[Problem]]:
    plain = folded(word)
    if code := _code(word):
        return code, word if plain in FINER else "", []
    if plain in STAGES or modern_stage(plain.upper()) or plain in OLD_STAGES or plain in {"na", "nil", "no", "none"}:
        return "", "", []
    if plain in OLD_NEEDS:
        said = f"The need “{word}” is an old code. Say what it is called now. Accepted, it is left out."
        return "", "", [Problem("needs", said, HOLD)]
    said = f"The need “{word[:80]}” is not a type of the census: kept in these words, under Other."
    return "OTH", word[:200], [Problem("needs", said, WARN)]


def nc_year(text: str) -> Found:
    word = folded(text)
    if word in YEAR_WORDS:
        return YEAR_WORDS[word], []
    match = None if text.strip().startswith("-") else YEAR.match(word)
    if match and str(int(match[1])) in NC_YEARS:
        return str(int(match[1])), []
    if word == "nursery":
        return "N2", [Problem("nc_year", "The year group says Nursery: taken as its second year, N2.", WARN)]
    if match and int(match[1]) == 0:
        return "R", []
    return "", [Problem("nc_year", f"The year group “{text}” is not one we know. Say N1, N2, R, 1 to 14 or X.")]


def upn(cell: Cell) -> Found:
    text = numbers.clean_upn(unicodedata.normalize("NFKC", cell.text))
    if "n" in cell.marks or SCIENTIFIC.match(text):
        said = f"The UPN has become a number ({cell.text}) in the spreadsheet. Type it again as text."
        return "", [Problem("upn", said)]
    if re.match(r"UN[1-5]\Z", text):
        return "", [Problem("upn", f"{text} means that the UPN is not known. Accepted, it is left out.", HOLD)]
    if not numbers.upn_kind(text):
        return "", [Problem("upn", _why_not_upn(text), HOLD)]
    warning = numbers.upn_warning(text)
    return text, [Problem("upn", f"UPN {text}: {warning}", WARN)] if warning else []


def _why_not_upn(text: str) -> str:
    hint = " The letters I, O and S are never used." if set(text[:1] + text[-1:]) & set("IOS") else ""
    form = "a letter, eleven figures, then a figure or letter"
    return f"“{text[:30]}” is not a UPN: {form}.{hint} Accepted, it is left out."


def uln(text: str) -> Found:
    digits = re.sub(r"\s", "", text)
    if digits == numbers.TEMPORARY_ULN:
        return "", [Problem("uln", "9999999999 stands for a ULN that is not known yet: left out.", WARN)]
    if numbers.is_uln(digits):
        return digits, []
    return "", [Problem("uln", f"“{text[:30]}” is not a ULN. Accepted, it is left out.", HOLD)]


def tutor_group(cell: Cell) -> Found:
    """Groups like 7E1, 8E2, MAR1 and 1-2, which spreadsheets turn into numbers and dates."""
    text = " ".join(unicodedata.normalize("NFC", cell.text).split())
    if len(text) > LONGEST_GROUP:
        said = f"The tutor group is {len(text)} characters long; {LONGEST_GROUP} is the most we keep."
        return "", [Problem("tutor_group", said)]
    became, guess = _what_became_of(text, set(cell.marks))
    return text, [_spoilt("tutor_group", "The tutor group", text, became, guess)] if became else []


def _what_became_of(text: str, marks: set[str]) -> tuple[str, str]:
    """(what a spreadsheet made of a group's name, what it was); empty where it is as typed."""
    if marks & {"d", "t"}:
        return "date", _group_from_date(text)
    if "b" in marks:
        return "true or false", ""
    if (match := AS_DATE.match(text)) and (match[2] or match[3]).lower() in SHORT:
        return "date", f"{(match[2] or match[3]).upper()}{int(match[1] or match[4])}"
    if (match := SPOILT.match(text)) and ("n" in marks or int(text) >= SMALLEST_LEFT_ALONE):
        return "number", f"{match[1]}E{len(match[2])}"
    return ("number", "") if "n" in marks or SCIENTIFIC.match(text) else ("", "")


def _spoilt(field: str, title: str, text: str, became: str, guess: str) -> Problem:
    meant = f" Was it {guess}?" if guess else ""
    said = f"{title} is held as a {became} ({text}), which spreadsheets do by themselves.{meant}"
    return Problem(field, said, HOLD, guess)


def _group_from_date(text: str) -> str:
    """MAR1 typed into a spreadsheet becomes 1 March; 1-2 becomes 1 February. Which it was, only a person knows."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return ""
    return f"{SHORT[day.month - 1].upper()}{day.day}"


def mis_number(cell: Cell, padded: int) -> Found:
    """A number in the school's own system; `padded` is the length of those in this file that start with a nought."""
    text = unicodedata.normalize("NFC", cell.text).strip()
    if len(text) > LONGEST_MIS or set("dtb") & set(cell.marks) or ("n" in cell.marks and not text.isdigit()):
        return "", [Problem("mis_number", f"“{text[:30]}” is not a number of the school's system as text.", STOP)]
    if SCIENTIFIC.match(text):
        return "", [Problem("mis_number", f"The school's own number has become {text}. Type it again as text.", STOP)]
    if "n" in cell.marks and len(text) < padded:
        guess = text.zfill(padded)
        return text, [_spoilt("mis_number", "The school's own number", text, "number", guess)]
    return text, []
