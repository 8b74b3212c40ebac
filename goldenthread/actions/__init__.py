"""Things agreed to be done, by whom and by when: what a meeting agreed, and what a rule of a room above calls for.

Rooms above say what they know by causes (`causes.register`), and close what they raised in the operation that ends the
cause; this room leaves to them why something has to be done.
"""
