"""The thread: what we hope for, at five levels, each leading to the one above; how it is going and what came of it.

It leaves to plans where outcomes are shown, and to provision what is done about them.
"""
