"""For whom a wording in the bank is: from one phase of school life to another."""

PHASES = {"early": "Early years", "ks1": "Key stage 1", "ks2": "Key stage 2", "ks3": "Key stage 3",
          "ks4": "Key stage 4", "post16": "After 16"}
PLACE = {key: place for place, key in enumerate(PHASES)}
NAMES = list(PHASES.values())


def in_words(youngest: int, oldest: int) -> str:
    """Key stage 1 to key stage 3; one phase by its name; all of them as any age."""
    if (youngest, oldest) == (0, len(NAMES) - 1):
        return "Any age"
    if youngest == oldest:
        return NAMES[youngest]
    last = NAMES[oldest]
    return f"{NAMES[youngest]} to {last[0].lower()}{last[1:]}"
