"""Every write of the plans room. A page, a command, a test and the demo call these and nothing else."""

from goldenthread.plans.operations.arranging import (
    close_to,
    include,
    leave_out,
    let_in,
    mark_section,
    name_key_person,
    open_plan,
    put_back,
    set_review_by,
)
from goldenthread.plans.operations.correcting import correct
from goldenthread.plans.operations.filing import file_full_pdf, file_pdf, print_for
from goldenthread.plans.operations.issuing import issue
from goldenthread.plans.operations.looking import look_at
from goldenthread.plans.operations.receiving import Told, receive
from goldenthread.plans.operations.withdrawing import erase_body, restore_withdrawn, withdraw

__all__ = [
    "Told", "close_to", "correct", "erase_body", "file_full_pdf", "file_pdf", "include", "issue", "leave_out", "let_in",
    "look_at", "mark_section", "name_key_person", "open_plan", "print_for", "put_back", "receive", "restore_withdrawn",
    "set_review_by", "withdraw",
]
