"""Pages that gather from every room: the dashboard and the register. No tables and no rules of its own.

`demo` builds an invented trust through the rooms' operations, to look at and to measure.
"""
