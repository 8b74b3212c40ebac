"""UPN and ULN: their form, and the check that catches a slip of the pen.

A wrong check letter is a warning, never a refusal: DfE's own service tests the form only, so real files hold them.
"""

import re

from goldenthread.learners.codes import ABOLISHED, LAS

# I, O and S are never used, being too like 1, 0 and 5.
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
VALUES = {**{str(digit): digit for digit in range(10)}, **{letter: n for n, letter in enumerate(LETTERS)}}
UPN = re.compile(rf"[{LETTERS}][0-9]{{11}}[0-9{LETTERS}]", re.ASCII)
ULN = re.compile(r"[1-9][0-9]{9}", re.ASCII)
TEMPORARY_ULN = "9999999999"
# First three figures of UPNs that no authority's number explains, yet were given out.
OTHER_ISSUERS = {f"{n:03}" for n in (*range(1, 6), *range(660, 682), *range(701, 709))}


def clean_upn(text: str) -> str:
    """A UPN as typed or as a spreadsheet has it, without spaces and hyphens, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def upn_kind(upn: str) -> str:
    """'permanent', 'temporary' (it ends in a letter, until the right one is known), or '' where it is no UPN."""
    if not UPN.fullmatch(upn):
        return ""
    return "permanent" if upn[-1].isdigit() else "temporary"


def upn_check_letter(rest: str) -> str:
    """The letter that belongs before these twelve characters."""
    return LETTERS[sum(place * VALUES[character] for place, character in enumerate(rest, start=2)) % 23]


def is_upn(upn: str) -> bool:
    """Right in form and check letter."""
    return bool(upn_kind(upn)) and upn_check_letter(upn[1:]) == upn[0]


def upn_warning(upn: str) -> str:
    """What is odd about a UPN, in a sentence; empty where nothing is."""
    if not upn:
        return ""
    if not upn_kind(upn):
        return "This is not a UPN: one has 13 characters, a letter, eleven figures, then a figure or a letter."
    if upn_check_letter(upn[1:]) != upn[0]:
        return f"The check letter does not fit: {upn_check_letter(upn[1:])} would. Look for a slip in the UPN."
    if upn[1:4] not in {*LAS, *ABOLISHED, *OTHER_ISSUERS}:
        return f"No local authority that we know of has the number {upn[1:4]}."
    return ""


def is_uln(uln: str) -> bool:
    """Right in form and check figure. A stand-in (`TEMPORARY_ULN`) is not one."""
    return bool(ULN.fullmatch(uln)) and sum(int(figure) * (10 - n) for n, figure in enumerate(uln)) % 11 == 10


def uln_warning(uln: str) -> str:
    """What is odd about a ULN, in a sentence; empty where nothing is."""
    if uln == TEMPORARY_ULN:
        return "This stands in for a ULN until the right one is known."
    return "" if not uln or is_uln(uln) else "The last figure does not fit the others. Look for a slip in the ULN."
