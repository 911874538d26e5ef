"""The kinds of items: what the learner sees, strictly apart from what is right, and scoring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ownpath.core.items.kinds.expression import ExpressionKey, ExpressionPublic, WrongExpression, score_expression
from ownpath.core.items.kinds.number import NumberKey, NumberPublic, WrongNumber, score_number
from ownpath.core.items.kinds.number_line import NumberLineKey, NumberLinePublic, score_number_line
from ownpath.core.items.kinds.options import (
    ChoiceKey,
    ChoicePublic,
    MatchKey,
    MatchPublic,
    NamedSlip,
    Option,
    OrderKey,
    OrderPublic,
    WrongOrder,
    WrongPair,
    score_choice,
    score_match,
    score_order,
)
from ownpath.core.items.kinds.short_answer import ShortAnswerKey, ShortAnswerPublic, WrongText, score_short_answer
from ownpath.core.items.kinds.table_fill import Cell, TableFillKey, TableFillPublic, score_table_fill
from ownpath.core.items.scored import UNKNOWN, Scored, says_unknown
from ownpath.core.items.words import Fields, ItemError

Public = (
    NumberPublic
    | ShortAnswerPublic
    | ChoicePublic
    | OrderPublic
    | MatchPublic
    | NumberLinePublic
    | TableFillPublic
    | ExpressionPublic
)
Key = NumberKey | ShortAnswerKey | ChoiceKey | OrderKey | MatchKey | NumberLineKey | TableFillKey | ExpressionKey

_KINDS: dict[str, tuple[Any, Any, Callable[[Any, object, str], Scored]]] = {
    "number": (NumberPublic, NumberKey, score_number),
    "short_answer": (ShortAnswerPublic, ShortAnswerKey, score_short_answer),
    "choice": (ChoicePublic, ChoiceKey, score_choice),
    "order": (OrderPublic, OrderKey, score_order),
    "match": (MatchPublic, MatchKey, score_match),
    "number_line": (NumberLinePublic, NumberLineKey, score_number_line),
    "table_fill": (TableFillPublic, TableFillKey, score_table_fill),
    "expression": (ExpressionPublic, ExpressionKey, score_expression),
}
KINDS = tuple(_KINDS)


def score(key: Key, answer: object, language: str = "en") -> Scored:
    """Score one answer.

    Parameters
    ----------
    key : Key
        What is right.
    answer : object
        What the browser sent, already parsed as JSON and otherwise of any shape: `{"text"}` for a number, a short
        answer or an expression, `{"chosen"}`, `{"order"}`, `{"pairs"}`, `{"at"}`, `{"cells"}`,
        or `{"unknown": true}` for "I don't know yet" with every kind. It is bounded, read by patterns, and never
        evaluated.
    language : str
        In which language it was written; Spanish reads a decimal comma.

    Returns
    -------
    Scored
        Never an exception, whatever the answer holds.
    """
    if says_unknown(answer):
        return Scored(0.0, UNKNOWN, feedback="unknown")
    return _KINDS[key.kind][2](key, answer, language)


def read_public(data: object, where: str = "public") -> Public:
    """Read the part that the learner sees from JSON; `ItemError` names the field that is wrong."""
    kind = Fields.of(data, where).text("kind", among=KINDS)
    public: Public = _KINDS[kind][0].from_json(data, where)
    return public


def read_key(data: object, where: str = "key") -> Key:
    """Read the key from JSON; `ItemError` names the field that is wrong."""
    kind = Fields.of(data, where).text("kind", among=KINDS)
    key: Key = _KINDS[kind][1].from_json(data, where)
    return key


def check_pair(public: Public, key: Key) -> None:
    """Refuse a key that belongs to something else than the public part.

    Parameters
    ----------
    public, key
        The two parts of one item.

    Raises
    ------
    ItemError
        The kinds differ, or the key names an option or a cell that is not there.
    """
    if public.kind != key.kind:
        raise ItemError(f"key.kind: is {key.kind} where the public part is {public.kind}")
    there: set[str] = set()
    named: set[str] = set()
    if isinstance(public, ChoicePublic) and isinstance(key, ChoiceKey):
        there, named = {each.name for each in public.options}, {*key.right, *(each.name for each in key.wrong)}
        if not public.several and len(key.right) > 1:
            raise ItemError("key.right: one name is needed where one option is chosen")
        if key.right & {each.name for each in key.wrong}:
            raise ItemError("key.wrong: holds a right option")
    elif isinstance(public, OrderPublic) and isinstance(key, OrderKey):
        there, named = {each.name for each in public.options}, set(key.order)
        if there != named:
            raise ItemError("key.order: must name every option once")
    elif isinstance(public, MatchPublic) and isinstance(key, MatchKey):
        there = {each.name for each in (*public.left, *public.right)}
        named = {name for pair in key.pairs for name in pair}
        if {each.name for each in public.left} != {left for left, _ in key.pairs}:
            raise ItemError("key.pairs: must name everything on the left once")
    elif isinstance(public, TableFillPublic) and isinstance(key, TableFillKey):
        there = {cell.name for row in public.rows for cell in row if cell.name}
        named = {name for name, _ in key.cells}
        if there != named:
            raise ItemError("key.cells: must name every empty cell once")
    elif (
        isinstance(public, NumberLinePublic)
        and isinstance(key, NumberLineKey)
        and min(abs(mark - key.value) for mark in public.marks()) > key.tolerance
    ):
        raise ItemError("key.value: no mark of the line stands there")
    if named - there:
        raise ItemError(f"key: names {sorted(named - there)[0]!r}, which is not in the public part")


__all__ = [
    "KINDS",
    "Cell",
    "ChoiceKey",
    "ChoicePublic",
    "ExpressionKey",
    "ExpressionPublic",
    "Key",
    "MatchKey",
    "MatchPublic",
    "NamedSlip",
    "NumberKey",
    "NumberLineKey",
    "NumberLinePublic",
    "NumberPublic",
    "Option",
    "OrderKey",
    "OrderPublic",
    "Public",
    "ShortAnswerKey",
    "ShortAnswerPublic",
    "TableFillKey",
    "TableFillPublic",
    "WrongExpression",
    "WrongNumber",
    "WrongOrder",
    "WrongPair",
    "WrongText",
    "check_pair",
    "read_key",
    "read_public",
    "score",
]
