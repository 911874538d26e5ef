"""An expression or an equation that must be worth the same as the key."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ownpath.core.items.equivalence import check_bounds, is_expanded, is_factored, same_trees
from ownpath.core.items.notation import Node, UnreadableError, read_expression
from ownpath.core.items.scored import PARTLY, Scored, Slip, part_of, right, unreadable, wrong
from ownpath.core.items.words import Fields, ItemError, Json, Words

FORMS = ("any", "expanded", "factored")


@dataclass(frozen=True, slots=True)
class ExpressionPublic:
    """A field for written mathematics; `letters` says which variables may stand in it."""

    letters: str
    before: Words | None = None

    kind = "expression"

    def to_json(self) -> Json:
        data: Json = {"kind": self.kind, "letters": self.letters}
        if self.before:
            data["before"] = self.before.to_json()
        return data

    @staticmethod
    def from_json(data: object, where: str = "public") -> ExpressionPublic:
        fields = Fields.of(data, where)
        before = fields.words("before") if fields.data.get("before") else None
        return ExpressionPublic(_letters(fields), before)


@dataclass(frozen=True, slots=True)
class WrongExpression:
    """An expression that a known slip leads to."""

    expression: str
    slip: Slip

    def to_json(self) -> Json:
        return {"expression": self.expression, **self.slip.to_json()}

    @staticmethod
    def from_json(data: object, where: str) -> WrongExpression:
        fields = Fields.of(data, where)
        return WrongExpression(fields.text("expression"), Slip.from_fields(fields))


@dataclass(frozen=True, slots=True)
class ExpressionKey:
    """What is right.

    Attributes
    ----------
    expression : str
        Written mathematics; with `=` in it an equation is asked for.
    letters : str
        The variables, each one letter.
    form : str
        `any`, `expanded` (no brackets, like terms together) or `factored`; another form of the same counts a half.
    wrong : tuple of WrongExpression
        Compared in their order by what they are worth.
    """

    expression: str
    letters: str
    form: str = "any"
    wrong: tuple[WrongExpression, ...] = ()

    kind = "expression"

    def to_json(self) -> Json:
        return {
            "kind": self.kind,
            "expression": self.expression,
            "letters": self.letters,
            "form": self.form,
            "wrong": [each.to_json() for each in self.wrong],
        }

    @staticmethod
    def from_json(data: object, where: str = "key") -> ExpressionKey:
        fields = Fields.of(data, where)
        key = ExpressionKey(
            expression=fields.text("expression"),
            letters=_letters(fields),
            form=fields.text("form", default="any", among=FORMS),
            wrong=fields.list_of("wrong", WrongExpression.from_json, default=[], most=12),
        )
        for name, text in [("expression", key.expression), *(("wrong", each.expression) for each in key.wrong)]:
            try:
                check_bounds(read_expression(text, letters=key.letters))
            except UnreadableError as error:
                raise ItemError(f"{where}.{name}: cannot be read ({error})") from None
        return key


def _letters(fields: Fields) -> str:
    letters = fields.text("letters", default="")
    if not re.fullmatch(r"[A-Za-z]{0,6}", letters) or len(set(letters)) < len(letters):
        raise ItemError(f"{fields.name_of('letters')}: at most six different letters are allowed")
    return letters


def score_expression(key: ExpressionKey, answer: object, language: str = "en") -> Scored:
    """Score `{"text": ...}`; see `kinds.score`."""
    text = part_of(answer, "text")
    if text is None:
        return unreadable()
    try:
        given = read_expression(text, letters=key.letters, language=language)
        wanted = read_expression(key.expression, letters=key.letters)
        given = _right_side(given, wanted)
        is_same = same_trees(wanted, given, letters=key.letters, seed=f"{key.expression}|{text}")
    except UnreadableError as error:
        return unreadable(str(error))
    if is_same:
        if (key.form == "expanded" and not is_expanded(given)) or (key.form == "factored" and not is_factored(given)):
            return Scored(0.5, PARTLY, feedback=f"form_{key.form}")
        return right()
    for each in key.wrong:
        tree = read_expression(each.expression, letters=key.letters)
        if tree[0] == given[0] == "rel" or (tree[0] != "rel" and given[0] != "rel"):
            try:
                if same_trees(tree, given, letters=key.letters, seed=f"{each.expression}|{text}"):
                    return wrong(each.slip)
            except UnreadableError:
                continue
    return wrong()


def _right_side(given: Node, wanted: Node) -> Node:
    """Take `y = 2x` for `2x` where an expression without y is asked for."""
    if given[0] == "rel" and wanted[0] != "rel" and given[1] == "=" and given[2][0] == "var":
        return given[3]  # type: ignore[no-any-return]
    return given
