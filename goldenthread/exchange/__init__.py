"""Files in and out. Joiners from a spreadsheet: read in a limited child process, checked by pure functions, previewed,
applied once, undone for a day. It never reads a request into a learner by itself: learners.operations does the writing.
"""
