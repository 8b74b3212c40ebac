"""Every write of this room, by what it is about."""

from goldenthread.people.operations.accounts import close_account, free_username, open_account, rename, wake
from goldenthread.people.operations.members import change_role, end, move_end, name_stand_in

__all__ = ["change_role", "close_account", "end", "free_username", "move_end", "name_stand_in", "open_account",
           "rename", "wake"]
