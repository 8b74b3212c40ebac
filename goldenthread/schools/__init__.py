"""Schools, their years and terms, their words, the teams that support them; the base of every row a school owns.

It leaves to people who works there, and to learners who is taught there.
"""
