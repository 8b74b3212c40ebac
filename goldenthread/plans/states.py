"""The states of a section and of a version, and the moves between them."""

from django.db import models


class Section(models.TextChoices):
    """How far a section of a draft is. Nothing is marked where nobody said so: then what is written decides."""

    NOT_STARTED = "not-started", "Not started"
    IN_PROGRESS = "in-progress", "In progress"
    COMPLETE = "complete", "Complete"
    NOT_NEEDED = "not-needed", "Not needed"


class State(models.TextChoices):
    """Where a version stands. It is kept outside the version, which never changes."""

    CURRENT = "current", "Current"
    ARCHIVED = "archived", "Archived"


# What a person may mark a section as. A shared entry changed elsewhere moves COMPLETE to IN_PROGRESS by itself.
MOVES: dict[str, set[str]] = {
    Section.NOT_STARTED: {Section.IN_PROGRESS, Section.COMPLETE, Section.NOT_NEEDED},
    Section.IN_PROGRESS: {Section.COMPLETE, Section.NOT_NEEDED},
    Section.COMPLETE: {Section.IN_PROGRESS, Section.NOT_NEEDED},
    Section.NOT_NEEDED: {Section.IN_PROGRESS, Section.COMPLETE},
}
# A correction or a later version archives; nothing brings an archived version back: going back is a new version.
STANDING_MOVES: dict[str, set[str]] = {State.CURRENT: {State.ARCHIVED}, State.ARCHIVED: set()}
