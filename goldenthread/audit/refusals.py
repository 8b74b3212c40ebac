"""A rule's "no", in a sentence that the person who meets it understands."""


class Refused(Exception):
    """A write that a rule refused. `str()` is the sentence to show; nothing was changed."""


def refuse_if(sentence: str) -> None:
    """Raise Refused with the sentence, unless it is empty: an empty answer to "why not?" means go ahead."""
    if sentence:
        raise Refused(sentence)
