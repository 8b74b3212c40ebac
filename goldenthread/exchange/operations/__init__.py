"""Every write about joiners: a file comes in, is read, questions are answered, rows decided, applied, undone."""

from goldenthread.exchange.operations.applying import apply, begin_apply, give_back
from goldenthread.exchange.operations.deciding import decide, use_guesses
from goldenthread.exchange.operations.staging import answer, cancel, purge, read, remember, stage
from goldenthread.exchange.operations.undoing import undo

__all__ = [
    "answer",
    "apply",
    "begin_apply",
    "cancel",
    "decide",
    "give_back",
    "purge",
    "read",
    "remember",
    "stage",
    "undo",
    "use_guesses",
]
