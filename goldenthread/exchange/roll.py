"""The school's learners as a row can speak of them, and the ways in which one is found. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from goldenthread.learners.alike import first_keys, key, pairs


@dataclass(frozen=True)
class Known:
    """A learner the school has, as far as a row can speak of them."""

    pk: int
    values: Mapping[str, Any]
    former_upns: frozenset[str] = frozenset()
    apart: int | None = None
    out_of_sight: bool = False
    left_on: date | None = None

    @cached_property
    def firsts(self) -> set[str]:
        return first_keys(self.values.get("legal_first"), self.values.get("preferred_first"))

    @cached_property
    def lasts(self) -> set[str]:
        return {key(n) for n in (self.values.get("legal_last"), self.values.get("preferred_last")) if n}

    @property
    def name(self) -> str:
        return f"{self.values.get('legal_first', '')} {self.values.get('legal_last', '')}".strip()


class Roll:
    """The school's learners, looked up by UPN, former UPN, school number, and two of first name, surname and birth."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_pk = {k.pk: k for k in known}
        self.by_upn: dict[str, Known] = {}
        self.by_former: dict[str, Known] = {}
        self.by_mis: dict[str, list[Known]] = defaultdict(list)
        self.by_pair: dict[tuple, list[Known]] = defaultdict(list)
        for one in self.by_pk.values():
            self._add(one)

    def _add(self, one: Known) -> None:
        if upn := one.values.get("upn"):
            self.by_upn[upn] = one
        for upn in one.former_upns:
            self.by_former[upn] = one
        if mis := one.values.get("mis_number"):
            self.by_mis[mis].append(one)
        for pair in pairs(one.firsts, one.lasts, one.values.get("dob")):
            self.by_pair[pair].append(one)
