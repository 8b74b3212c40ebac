"""The record: what is known about a learner, told once, each line with whose words it is and where it comes from.

The field bank says what can be told. It leaves to outcomes what is aimed for, and to plans how it is arranged.
"""
