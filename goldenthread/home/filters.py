"""What the register was asked for, read from the address; unknown values are as if not given."""

from dataclasses import dataclass

from django.http import QueryDict

ON_REGISTER, EVERYONE, LEFT = "register", "everyone", "left"
ANYWHERE = ""
SORTS = ("name", "year", "stage", "need", "plan", "review", "voices")


@dataclass(frozen=True)
class Filters:
    """`show` is on the SEN register, everyone on roll, or those who left; `sort` is a column, with - for descending."""

    show: str = ON_REGISTER
    text: str = ""
    year: str = ""
    stage: str = ""
    need: str = ""
    plan: str = ""
    voices: str = ""
    meetings: str = ""
    sort: str = "name"

    @property
    def any(self) -> bool:
        return bool(self.text or self.year or self.stage or self.need or self.plan or self.voices
                    or self.meetings)

    @property
    def as_they_come(self) -> bool:
        """Everybody under the tab, by name."""
        return not self.any and self.sort == "name"

    @property
    def column(self) -> str:
        return self.sort.lstrip("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")


def read(query: QueryDict, default_show: str = ON_REGISTER) -> Filters:
    """The filters an address asks for."""
    show, sort = query.get("show", ""), query.get("sort", "")
    return Filters(
        show=show if show in {ON_REGISTER, EVERYONE, LEFT} else default_show,
        text=query.get("text", "").strip()[:100],
        year=query.get("year", "")[:2], stage=query.get("stage", "")[:1],
        need=query.get("need", "")[:4], plan=query.get("plan", "")[:12],
        voices=query.get("voices", "")[:12],
        meetings=query.get("meetings", "")[:12],
        sort=sort if sort.lstrip("-") in SORTS else "name",
    )
