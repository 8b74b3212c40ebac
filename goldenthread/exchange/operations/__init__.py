"""Every write about joiners: a file comes in, is read, questions are answered, rows decided, applied, undone."""

from goldenthread.exchange.operations.applying import apply, begin_apply
from goldenthread.exchange.operations.deciding import decide
from goldenthread.exchange.operations.staging import answer, cancel, purge, read, stage
from goldenthread.exchange.operations.undoing import undo

__all__ = ["answer", "apply", "begin_apply", "cancel", "decide", "purge", "read", "stage", "undo"]
