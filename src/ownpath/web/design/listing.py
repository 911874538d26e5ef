"""Lists that can be filtered, whose address can be shared, and whose rows can be taken along."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse

# A spreadsheet would run a cell that begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Filter:
    """One field of the filter bar; without choices it is free text."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its heading, and how a row's value is found."""

    heading: str
    value: Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Listing:
    """What `design/filters.html` shows above a list; without a count, above a page of several parts."""

    filters: tuple[Filter, ...]
    count: int | None
    csv_address: str

    @property
    def is_filtered(self) -> bool:
        """Whether some rows may be hidden."""
        return any(each.value for each in self.filters)


def choose(request: HttpRequest, name: str, label: str, choices: Iterable[tuple[str, str]]) -> Filter:
    """A filter with choices; what the address says counts only if it is one of them."""
    offered = tuple(choices)
    asked = request.GET.get(name, "")
    return Filter(name, label, asked if asked in {value for value, _ in offered} else "", offered)


def type_in(request: HttpRequest, name: str, label: str) -> Filter:
    """A filter for free text."""
    return Filter(name, label, request.GET.get(name, "").strip()[:100])


def listing_of(request: HttpRequest, filters: Sequence[Filter], count: int | None) -> Listing:
    """The bar for these filters, with the address of the same rows as a file."""
    query = request.GET.copy()
    query["as"] = "csv"
    return Listing(tuple(filters), count, f"?{query.urlencode()}")


def wants_csv(request: HttpRequest) -> bool:
    """Whether the address asks for the rows as a file."""
    return request.GET.get("as") == "csv"


def csv_of(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """The rows as a file that a spreadsheet opens, in UTF-8; no cell begins as a formula does."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([_cell(column.value(row)) for column in columns])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
