"""Plans: types and templates, drafts composed from the record, versions issued and frozen, and every rendering of them.

It leaves what is written to story and outcomes, who may read to learners, and meetings to reviews.
"""
