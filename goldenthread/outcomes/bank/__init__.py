"""The school's outcome bank: wordings that worked, without any child in them, to begin a child's own outcome from.

Nothing ties an outcome to the wording it began from: from the moment it is copied it is the child's.
"""
