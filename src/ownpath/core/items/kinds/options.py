"""Choosing, putting in order and matching: all three work on options with names that say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ownpath.core.items.scored import Scored, Slip, by_share, pairs_of, parts_of, right, unreadable, wrong
from ownpath.core.items.words import Fields, ItemError, Json, Words, read_text

MOST_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, order or match; its name carries nothing but its place on the page."""

    name: str
    words: Words

    def to_json(self) -> Json:
        return {"name": self.name, "words": self.words.to_json()}

    @staticmethod
    def from_json(data: object, where: str) -> Option:
        fields = Fields.of(data, where)
        return Option(fields.text("name"), fields.words("words"))


def _options(fields: Fields, field: str) -> tuple[Option, ...]:
    options = fields.list_of(field, Option.from_json, most=MOST_OPTIONS)
    names = {each.name for each in options}
    if len(options) < 2 or len(names) < len(options) or any(not 0 < len(name) <= 40 for name in names):
        raise ItemError(f"{fields.name_of(field)}: two or more options with different names are needed")
    return options


@dataclass(frozen=True, slots=True)
class ChoicePublic:
    """Options of which one, or several, are right; they stand in an order that was drawn."""

    options: tuple[Option, ...]
    several: bool = False

    kind = "choice"

    def to_json(self) -> Json:
        return {"kind": self.kind, "several": self.several, "options": [each.to_json() for each in self.options]}

    @staticmethod
    def from_json(data: object, where: str = "public") -> ChoicePublic:
        fields = Fields.of(data, where)
        return ChoicePublic(_options(fields, "options"), fields.yes_or_no("several", default=False))


@dataclass(frozen=True, slots=True)
class NamedSlip:
    """What choosing one option (or leaving out a right one) tells."""

    name: str
    slip: Slip

    def to_json(self) -> Json:
        return {"name": self.name, **self.slip.to_json()}

    @staticmethod
    def from_json(data: object, where: str) -> NamedSlip:
        fields = Fields.of(data, where)
        return NamedSlip(fields.text("name"), Slip.from_fields(fields))


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """The names of the right options, and what the others tell."""

    right: frozenset[str]
    wrong: tuple[NamedSlip, ...] = ()

    kind = "choice"

    def to_json(self) -> Json:
        return {"kind": self.kind, "right": sorted(self.right), "wrong": [each.to_json() for each in self.wrong]}

    @staticmethod
    def from_json(data: object, where: str = "key") -> ChoiceKey:
        fields = Fields.of(data, where)
        key = ChoiceKey(frozenset(fields.texts("right")), fields.list_of("wrong", NamedSlip.from_json, default=[]))
        if not key.right:
            raise ItemError(f"{where}.right: at least one name is needed")
        return key


def score_choice(key: ChoiceKey, answer: object, language: str = "en") -> Scored:
    """Score `{"chosen": [names]}`; several: right ones less wrong ones, over all right ones. See `kinds.score`."""
    chosen = parts_of(answer, "chosen")
    if not chosen:
        return unreadable("nothing_chosen")
    given = set(chosen)
    if given == key.right:
        return right()
    slip = next((each.slip for each in key.wrong if each.name in given and each.name not in key.right), None)
    if len(key.right) == 1:
        return wrong(slip)
    share = (len(given & key.right) - len(given - key.right)) / len(key.right)
    return by_share(max(share, 0.0), slip)


@dataclass(frozen=True, slots=True)
class OrderPublic:
    """Things to put in order, and the two ends of it (`smallest`, `largest`)."""

    options: tuple[Option, ...]
    first: Words | None = None
    last: Words | None = None

    kind = "order"

    def to_json(self) -> Json:
        data: Json = {"kind": self.kind, "options": [each.to_json() for each in self.options]}
        for name, words in (("first", self.first), ("last", self.last)):
            if words:
                data[name] = words.to_json()
        return data

    @staticmethod
    def from_json(data: object, where: str = "public") -> OrderPublic:
        fields = Fields.of(data, where)
        ends = [fields.words(name) if fields.data.get(name) else None for name in ("first", "last")]
        return OrderPublic(_options(fields, "options"), *ends)


@dataclass(frozen=True, slots=True)
class WrongOrder:
    """An order that a known slip leads to."""

    order: tuple[str, ...]
    slip: Slip

    def to_json(self) -> Json:
        return {"order": list(self.order), **self.slip.to_json()}

    @staticmethod
    def from_json(data: object, where: str) -> WrongOrder:
        fields = Fields.of(data, where)
        return WrongOrder(fields.texts("order"), Slip.from_fields(fields))


@dataclass(frozen=True, slots=True)
class OrderKey:
    """The names in the right order."""

    order: tuple[str, ...]
    wrong: tuple[WrongOrder, ...] = ()

    kind = "order"

    def to_json(self) -> Json:
        return {"kind": self.kind, "order": list(self.order), "wrong": [each.to_json() for each in self.wrong]}

    @staticmethod
    def from_json(data: object, where: str = "key") -> OrderKey:
        fields = Fields.of(data, where)
        key = OrderKey(fields.texts("order"), fields.list_of("wrong", WrongOrder.from_json, default=[]))
        if len(key.order) < 2 or len(set(key.order)) < len(key.order):
            raise ItemError(f"{where}.order: two or more different names are needed")
        return key


def score_order(key: OrderKey, answer: object, language: str = "en") -> Scored:
    """Score `{"order": [names]}`: pairs in order less pairs in disorder, over all pairs. See `kinds.score`."""
    order = parts_of(answer, "order")
    if order is None or sorted(order) != sorted(key.order):
        return unreadable("not_all_ordered")
    if tuple(order) == key.order:
        return right()
    slip = next((each.slip for each in key.wrong if each.order == tuple(order)), None)
    places = [key.order.index(name) for name in order]
    pairs = [(first, second) for place, first in enumerate(places) for second in places[place + 1 :]]
    return by_share(max(sum(1 if first < second else -1 for first, second in pairs) / len(pairs), 0.0), slip)


@dataclass(frozen=True, slots=True)
class MatchPublic:
    """Things on the left, each of which goes with one on the right; some on the right may be left over."""

    left: tuple[Option, ...]
    right: tuple[Option, ...]

    kind = "match"

    def to_json(self) -> Json:
        sides = {"left": self.left, "right": self.right}
        return {"kind": self.kind, **{side: [each.to_json() for each in options] for side, options in sides.items()}}

    @staticmethod
    def from_json(data: object, where: str = "public") -> MatchPublic:
        fields = Fields.of(data, where)
        return MatchPublic(_options(fields, "left"), _options(fields, "right"))


@dataclass(frozen=True, slots=True)
class WrongPair:
    """A pair that a known slip leads to."""

    left: str
    right: str
    slip: Slip

    def to_json(self) -> Json:
        return {"left": self.left, "right": self.right, **self.slip.to_json()}

    @staticmethod
    def from_json(data: object, where: str) -> WrongPair:
        fields = Fields.of(data, where)
        return WrongPair(fields.text("left"), fields.text("right"), Slip.from_fields(fields))


@dataclass(frozen=True, slots=True)
class MatchKey:
    """Which right one goes with each left one."""

    pairs: tuple[tuple[str, str], ...]
    wrong: tuple[WrongPair, ...] = ()

    kind = "match"

    def to_json(self) -> Json:
        return {
            "kind": self.kind,
            "pairs": [list(pair) for pair in self.pairs],
            "wrong": [each.to_json() for each in self.wrong],
        }

    @staticmethod
    def from_json(data: object, where: str = "key") -> MatchKey:
        fields = Fields.of(data, where)
        pairs = fields.list_of("pairs", _read_pair)
        if len(pairs) < 2 or len({left for left, _ in pairs}) < len(pairs):
            raise ItemError(f"{where}.pairs: two or more are needed, each left name once")
        return MatchKey(pairs, fields.list_of("wrong", WrongPair.from_json, default=[]))


def _read_pair(data: object, where: str) -> tuple[str, str]:
    if not isinstance(data, list | tuple) or len(data) != 2:
        raise ItemError(f"{where}: two names are needed")
    return read_text(data[0], where), read_text(data[1], where)


def score_match(key: MatchKey, answer: object, language: str = "en") -> Scored:
    """Score `{"pairs": {left: right}}` by the share of right pairs. See `kinds.score`."""
    given = pairs_of(answer, "pairs")
    if not given:
        return unreadable("nothing_chosen")
    share = sum(given.get(left) == goes_with for left, goes_with in key.pairs) / len(key.pairs)
    return by_share(share, _first_slip(given, key.wrong))


def _first_slip(given: dict[str, str], known: Iterable[WrongPair]) -> Slip | None:
    return next((each.slip for each in known if given.get(each.left) == each.right), None)
