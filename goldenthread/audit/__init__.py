"""What happened: who did what, to what, when; and what the database itself refuses to change.

The lowest room. It knows nobody above it: rows point at people and things by number and by the name they had.
"""
