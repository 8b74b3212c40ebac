"""Every write to outcomes and to what is recorded of them."""

from goldenthread.outcomes.operations.beginning import BEGUN, begin, forget
from goldenthread.outcomes.operations.judging import JUDGED, agree, close, judge, propose, reopen, throw_away
from goldenthread.outcomes.operations.noting import Noted, Unfit, measure, not_noted, note_many, note_progress
from goldenthread.outcomes.operations.receiving import receive_triples
from goldenthread.outcomes.operations.replacing import replace
from goldenthread.outcomes.operations.setting import LONGEST, reword, set_many, set_outcome

__all__ = [
    "BEGUN", "JUDGED", "LONGEST", "Noted", "Unfit", "agree", "begin", "close", "forget", "judge", "measure",
    "not_noted", "note_many", "note_progress", "propose", "receive_triples", "reopen", "replace", "reword", "set_many",
    "set_outcome", "throw_away",
]
