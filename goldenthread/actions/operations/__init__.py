"""Every write of this room, by what it is about."""

from goldenthread.actions.operations.agreeing import agree, agree_many, done, drop, hand_to, put_off, reopen
from goldenthread.actions.operations.letters import choose_often, write_letters
from goldenthread.actions.operations.sweeping import Swept, close_for, raise_for, sweep

__all__ = ["Swept", "agree", "agree_many", "choose_often", "close_for", "done", "drop", "hand_to", "put_off",
           "raise_for", "reopen", "sweep", "write_letters"]
