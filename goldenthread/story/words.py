"""What people write, made safe to keep: the words of every room, from the lowest that keeps any."""

from goldenthread.schools.words import LONGEST, MOST_LINES, clean, line, why_not_keep

__all__ = ["LONGEST", "MOST_LINES", "clean", "line", "why_not_keep"]
