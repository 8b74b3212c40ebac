"""What a page showed of a draft, sent along with its form: nobody issues what they never saw."""

from goldenthread.plans.document import Document, Section


def shown_in(draft: Document) -> str:
    """Every section of a draft, each with a fingerprint of all that stands in it."""
    return " ".join(f"{section.key}={fingerprint(section, draft)}" for section in draft.sections)


def fingerprint(section: Section, draft: Document) -> str:
    unneeded = section.key in draft.meta.get("unneeded", ())
    return Document("", "", "", {"unneeded": unneeded}, (section,)).sha256()[:16]


def changed_since(draft: Document, shown: str) -> set[str]:
    """The sections, by key, that came, went or hold anything else since a page showed them."""
    return {each.partition("=")[0] for each in set(shown_in(draft).split()) ^ set(shown.split())}
