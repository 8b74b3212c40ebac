"""Statutory time limits as data and pure functions: no database, no clock, exact dates.

The rules stand in packs/core/clocks.yaml; `rules` reads them, `spans` counts weeks and months as the law does,
`deadlines` says when a duty is due, `school_days` knows holidays, `transfers` and `rights` what follows from a year
group and a date of birth.
"""
