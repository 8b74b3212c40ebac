"""The code sets of the school census and CTF, with what each code means. Where a set is not complete it says so.

A code that is not here is kept as it came, never dropped: sets grow from year to year.
"""

from goldenthread.learners.codes.authorities import ABOLISHED, ELSEWHERE, LAS
from goldenthread.learners.codes.ethnicity import ETHNICITIES, MAIN_ETHNICITY
from goldenthread.learners.codes.languages import LANGUAGES, is_eal, language

__all__ = [
    "ABOLISHED", "AREAS", "BOARDING", "CARE_TYPES", "DISABILITIES", "ELSEWHERE", "ENROLMENT", "ETHNICITIES",
    "ETHNICITY_SOURCES", "LANGUAGES", "LANGUAGE_USES", "LAS", "LEAVING_REASONS", "LEGACY_SEN_TYPES",
    "LEGACY_STAGES", "MAIN_ETHNICITY", "NC_YEARS", "OLD_LEAVING_REASONS", "PHONES", "POST_CARE", "RELATIONSHIPS",
    "SEN_TYPES", "SEXES", "STAGES", "STAGE_NAMES", "YEAR_ORDER", "area_of", "is_eal", "language", "legacy_sex",
    "modern_stage", "type_name", "year_name",
]

# SEN provision.
STAGES = {"N": "No special educational need", "K": "SEN support", "E": "Education, health and care plan"}
STAGE_NAMES = {"N": "No SEN", "K": "SEN support", "E": "EHC plan"}
# Codes of before 2018, and what each is history of.
LEGACY_STAGES = {
    "S": ("Statement", "E"),
    "A": ("School Action", "K"),
    "P": ("School Action Plus", "K"),
    "Q": ("School Action Plus and statutory assessment", "K"),
}

AREAS = {
    "communication": "Communication and interaction",
    "cognition": "Cognition and learning",
    "semh": "Social, emotional and mental health",
    "sensory": "Sensory and/or physical",
}
# SEN type: what it is called, and its broad area of need ('' where the plan must say).
SEN_TYPES = {
    "SPLD": ("Specific learning difficulty", "cognition"),
    "MLD": ("Moderate learning difficulty", "cognition"),
    "SLD": ("Severe learning difficulty", "cognition"),
    "PMLD": ("Profound and multiple learning difficulty", "cognition"),
    "SEMH": ("Social, emotional and mental health", "semh"),
    "SLCN": ("Speech, language and communication needs", "communication"),
    "ASD": ("Autistic spectrum disorder", "communication"),
    "HI": ("Hearing impairment", "sensory"),
    "VI": ("Vision impairment", "sensory"),
    "MSI": ("Multi-sensory impairment", "sensory"),
    "PD": ("Physical disability", "sensory"),
    "DS": ("Down syndrome", ""),
    "OTH": ("Other difficulty or disability", ""),
    "NSA": ("SEN support, type of need not yet assessed", ""),
}
# Met in old files and Welsh ones; accepted as history, not offered. The names are those of their day.
LEGACY_SEN_TYPES = {
    "BESD": ("Behavioural, emotional and social difficulty", "semh"),
    "SLCD": ("Speech, language and communication difficulty", "communication"),
    "PMED": ("Physical and medical difficulty", "sensory"),
    "DNA": ("Did not apply", ""),
}

# National curriculum year: its name, and its place in the order of years (None: no place).
NC_YEARS: dict[str, tuple[str, int | None]] = {
    "E1": ("Early years, first", -4),
    "E2": ("Early years, second", -3),
    "N1": ("Nursery, first year", -2),
    "N2": ("Nursery, second year", -1),
    "R": ("Reception", 0),
    **{str(n): (f"Year {n}", n) for n in range(1, 15)},
    # After school, for those with a plan to 25; DfE has no codes for them.
    **{str(n): (f"Year {n} (post-school)", n) for n in range(15, 21)},
    "X": ("Does not follow the national curriculum", None),
    "M": ("Mixed years", None),
}
YEAR_ORDER = {code: order for code, (_, order) in NC_YEARS.items()}


def year_and_group(year: str, group: str | None) -> str:
    """6 6K; but 2 Elm and Year 2 Elm, where the group's own name begins with its year as a word."""
    words = (group or "").split()
    number = year.split()[-1:] if year else []
    return " ".join([year, *(words[1:] if words[1:] and words[:1] == number else words)]).strip()


SEXES = {"F": "Female", "M": "Male", "U": "Not known"}
ENROLMENT = {
    "C": "Here only", "M": "Here mainly, and at another school", "S": "Mainly at another school", "G": "Guest",
    "P": "Was here", "F": "At a further education college", "O": "With another provider",
}
BOARDING = {"B": "Boarder, nights not given", "6": "Boards six nights or fewer", "7": "Boards seven nights",
            "N": "Not a boarder"}
ETHNICITY_SOURCES = {"C": "The learner", "P": "Parent or carer", "S": "This school", "T": "Another school before",
                     "O": "Other"}
LANGUAGE_USES = {"F": "First", "M": "One of several first", "H": "At home", "T": "Taught in", "S": "Second",
                 "C": "For letters"}

RELATIONSHIPS = {
    "PAM": "Mother", "PAF": "Father", "STM": "Stepmother", "STF": "Stepfather", "STP": "Step-parent",
    "FOM": "Foster mother", "FOF": "Foster father", "FOS": "Foster parent", "CAR": "Carer",
    "FAM": "Other family member", "REL": "Other relative", "CHM": "Childminder", "SWR": "Social worker",
    "DOC": "Doctor", "TCH": "Teacher", "HTC": "Head teacher", "RLG": "Religious contact", "OTH": "Other",
}
PHONES = {"H": "Home", "M": "Mobile", "W": "Work", "A": "Other home", "D": "Minicom", "F": "Fax"}
DISABILITIES = {
    "NONE": "None", "MOB": "Mobility", "HAND": "Hand function", "PC": "Personal care", "EAT": "Eating and drinking",
    "MED": "Medication", "INC": "Incontinence", "COMM": "Communication", "LD": "Learning", "HEAR": "Hearing",
    "VIS": "Vision", "BEH": "Behaviour", "CON": "Consciousness", "AUT": "Autism",
    "DDA": "Disabled in law, none of these", "OTH": "Other", "NOCL": "Not collected",
}

CARE_TYPES = {"FT": "Fostered", "CH": "In a children's home", "WP": "With parents", "PA": "Placed for adoption",
              "OT": "Other"}
# The letters are from memory of DfE's list; a code not here is kept as it is.
POST_CARE = {"N": "Not declared", "A": "Left care through adoption", "G": "Special guardianship order",
             "R": "Residence order", "C": "Child arrangements order"}

OLD_LEAVING_REASONS = {
    "DD": "Died", "EO": "Educated otherwise", "EM": "Emigrated", "FE": "Further education",
    "FM": "First to middle school", "HE": "Higher education", "NI": "Nursery to infant school",
    "IJ": "Infant to junior school", "JS": "Junior to secondary school", "MS": "Middle to secondary school",
    "OS": "Other sixth form", "OT": "Other", "PE": "Permanently excluded", "ST": "Moved school during the year",
    "TR": "Training", "UN": "Not known", "WK": "Work", "MD": "Moved with the armed forces",
}
# Today's codes are known and most of their meanings are not published with them, so nobody is shown a guess: words
# stand where the list of before has the same code.
LEAVING_REASONS = {code: OLD_LEAVING_REASONS.get(code, "") for code in (
    "PM", "PI", "PF", "IM", "II", "IF", "NH", "NT", "NE", "NU", "AT", "EL", "PE", "LC", "DD", "OR", "MI", "UK")}


def area_of(type_: str) -> str:
    """The broad area of need a SEN type belongs to; '' where the plan must say."""
    return {**LEGACY_SEN_TYPES, **SEN_TYPES}.get(type_, ("", ""))[1]


def type_name(type_: str) -> str:
    """What a SEN type is called; a code nobody knows as itself."""
    return {**LEGACY_SEN_TYPES, **SEN_TYPES}.get(type_, (type_, ""))[0]


def year_name(nc_year: str) -> str:
    """What a year group is called: Reception, Year 8."""
    return NC_YEARS.get(nc_year, (nc_year, None))[0]


def modern_stage(code: str) -> str | None:
    """N, K or E for a code of SEN provision, today's or an old one; None for what is no such code."""
    return code if code in STAGES else LEGACY_STAGES.get(code, ("", None))[1]


def legacy_sex(code: str) -> str | None:
    """M, F or U for a code of sex or of the older `gender` (U unknown, W withheld); None for what is neither."""
    return {"M": "M", "F": "F", "U": "U", "W": "U"}.get(code)
