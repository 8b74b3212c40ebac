"""The invented trust. Pure generators first (bank, names, needs, schools, known, texts, threads); build.py puts
what they say into the database, through operations and nothing else.

Dates follow the academic year in which the demo is made, so that its dashboards are alive; names, needs and words are
the same every time.
"""
