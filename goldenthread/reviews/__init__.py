"""Reviews: when a plan is looked at again, who is asked and what they say, the meeting, and what it came to.

A review never holds a plan's words. What comes in before a meeting waits here until staff take it into the record
(story); judgements go to the outcomes, agreed actions to actions, the next version to plans, all as it is concluded.
"""
