"""People: who signs in, what they are at which school, what each role may do, and the way in to every page.

It leaves to learners which children a member may see.
"""
