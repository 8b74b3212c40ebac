"""Learners: who they are, where they are each year, what they need, who may see them and until when.

`may_read` lives here; every page, list, export and feed about a learner asks it. What is written about a learner
belongs to story, outcomes and plans.
"""
