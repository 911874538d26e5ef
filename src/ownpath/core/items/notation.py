"""Written mathematics: one small notation that is read into a tree and never evaluated as code.

The notation is what people type: `3/4 + 1 1/2`, `2(x + 5) = 16`, `x^2`, `√10`. Learners' expressions, keys and the
mathematics of a task's text are read by the same reader; what only display needs (a blank `?`, `○` for a sign to
find, signs such as `≤`,
`|x|`, `%`, `°`) is refused in an answer.
"""

from __future__ import annotations

import re
from typing import Any

# ("num", "2.50") ("mixed", "1", "1", "2") ("var", "x") ("blank",) ("neg", a) ("add"|"sub", a, b)
# ("mul"|"div", a, b, sign)
# ("pow", a, exponent: int or letter) ("root", a, degree) ("abs", a) ("group", a) ("post", a, sign) ("rel", sign, a, b)
Node = tuple[Any, ...]

LONGEST_EXPRESSION = 200
MOST_TOKENS = 90
DEEPEST = 12
MOST_EXPONENT = 20
_SUPERSCRIPTS = {
    "⁰": "0",
    "¹": "1",
    "²": "2",
    "³": "3",
    "⁴": "4",
    "⁵": "5",
    "⁶": "6",
    "⁷": "7",
    "⁸": "8",
    "⁹": "9",
    "⁻": "-",
}
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<mixed>\d{1,9}\s+\d{1,9}\s*/\s*\d{1,9}(?![\d.]))
    |(?P<num>\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?(?![\d,])|\d{1,15}(?:\.\d{1,15})?(?![\d])|\.\d{1,15})
    |(?P<word>sqrt|cbrt|pi|π)
    |(?P<var>[A-Za-z])
    |(?P<power>\*\*|\^)
    |(?P<super>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})
    |(?P<sign><=|>=|!=|[-+*/()=<>≤≥≠≈×·÷√∛?□○|%°…])
    )""",
    re.VERBOSE | re.ASCII,
)
_SAME = str.maketrans({"−": "-", "–": "-", "⋅": "·", "∗": "*", "[": "(", "]": ")", "{": "(", "}": ")", "⁄": "/"})
_RELATIONS = {
    "=": "=",
    "<": "<",
    ">": ">",
    "<=": "≤",
    ">=": "≥",
    "≤": "≤",
    "≥": "≥",
    "≠": "≠",
    "!=": "≠",
    "≈": "≈",
    "○": "○",
}
_DISPLAY_ONLY = frozenset("<>≤≥≠≈?□○|%°∛…") | {"<=", ">=", "!="}


class UnreadableError(ValueError):
    """What was written is no expression of this notation; the message is a code of `core.items.feedback`."""


def read_expression(text: str, *, letters: str = "", language: str = "en", for_display: bool = False) -> Node:
    """Read written mathematics into a tree.

    Parameters
    ----------
    text : str
        What was written, by anyone.
    letters : str
        The variables that may stand in it; not asked for display. Always allowed is π.
    language : str
        In Spanish a comma between digits is read as a decimal comma unless it parts thousands.
    for_display : bool
        Whether signs are allowed that only display needs.

    Returns
    -------
    tuple
        The tree, of at most `MOST_TOKENS` leaves and a depth of at most a small multiple of `DEEPEST`.

    Raises
    ------
    UnreadableError
        It is too long, too deep, has an exponent that is no whole number from -20 to 20, an unknown letter or sign.
    """
    if len(text) > LONGEST_EXPRESSION:
        raise UnreadableError("too_long")
    written = text.translate(_SAME)
    if language[:2] == "es":
        written = re.sub(r"(?<=\d),(?=\d)(?!\d{3}(?!\d))", ".", written, flags=re.ASCII)
    return _Reader(_tokens(written, for_display), letters, for_display).read()


def _tokens(text: str, for_display: bool) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None or len(tokens) >= MOST_TOKENS:
            raise UnreadableError("cannot_read" if found is None else "too_long")
        kind = found.lastgroup or ""
        value = found[kind]
        if not for_display and value in _DISPLAY_ONLY:
            raise UnreadableError("cannot_read")
        tokens.append((kind, value))
        place = found.end()
    return tokens


class _Reader:
    """Recursive descent with a bounded depth."""

    def __init__(self, tokens: list[tuple[str, str]], letters: str, for_display: bool) -> None:
        self.tokens, self.letters, self.for_display = tokens, letters, for_display
        self.place = self.depth = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def take(self, *values: str) -> str:
        kind, value = self.peek()
        if kind in {"sign", "power"} and value in values:
            self.place += 1
            return value
        return ""

    def read(self) -> Node:
        node = self.sum()
        while sign := self.take(*_RELATIONS):
            if node[0] == "rel" and not self.for_display:
                raise UnreadableError("cannot_read")
            node = ("rel", _RELATIONS[sign], node, self.sum())
        if self.peek()[0] != "end":
            raise UnreadableError("cannot_read")
        return node

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError("too_long")
        node = self.term()
        while sign := self.take("+", "-"):
            node = ("add" if sign == "+" else "sub", node, self.term())
        self.depth -= 1
        return node

    def term(self) -> Node:
        node = self.factor()
        while True:
            kind, value = self.peek()
            if sign := self.take("×", "*", "·"):
                node = ("mul", node, self.factor(), "×" if sign == "*" else sign)
            elif sign := self.take("/", "÷"):
                node = ("div", node, self.factor(), sign)
            elif kind in {"var", "word"} or (kind == "sign" and value in "(√∛?□"):
                node = ("mul", node, self.power(), "")
            else:
                return node

    def factor(self) -> Node:
        signs = 0
        while sign := self.take("-", "+"):
            signs += 1
            if signs > 2:
                raise UnreadableError("cannot_read")
            if sign == "-":
                return ("neg", self.factor() if signs < 2 and self.peek()[1] in "+-" else self.power())
        return self.power()

    def power(self) -> Node:
        node = self.atom()
        kind, value = self.peek()
        if kind == "super":
            self.place += 1
            return ("pow", node, self.whole("".join(_SUPERSCRIPTS[each] for each in value)))
        if self.take("^", "**"):
            node = ("pow", node, self.exponent())
            if self.peek()[0] == "power":
                raise UnreadableError("exponent")
        while self.for_display and (sign := self.take("%", "°", "…")):
            node = ("post", node, sign)
        return node

    def exponent(self) -> int | str:
        bracket = self.take("(")
        minus = self.take("-")
        kind, value = self.peek()
        self.place += 1
        if bracket and not self.take(")"):
            raise UnreadableError("exponent")
        if kind == "var" and self.for_display and not minus:
            return value
        return self.whole(minus + value if kind == "num" else "")

    @staticmethod
    def whole(text: str) -> int:
        if not re.fullmatch(r"-?\d{1,3}", text, flags=re.ASCII) or abs(int(text)) > MOST_EXPONENT:
            raise UnreadableError("exponent")
        return int(text)

    def atom(self) -> Node:
        kind, value = self.peek()
        self.place += 1
        if kind == "num":
            return ("num", value)
        if kind == "mixed":
            return ("mixed", *re.findall(r"\d+", value))
        if kind == "var":
            if not self.for_display and value not in self.letters:
                raise UnreadableError("unknown_letter")
            return ("var", value)
        if value in {"pi", "π"}:
            return ("var", "π")
        if value in {"sqrt", "√", "cbrt", "∛"}:
            self.depth += 1
            node = ("root", self.atom(), 2 if value in {"sqrt", "√"} else 3)
            self.depth -= 1
            return node
        if kind == "sign" and value == "(":
            inside = self.sum()
            if not self.take(")"):
                raise UnreadableError("parentheses")
            return ("group", inside)
        if kind == "sign" and value == "|":
            inside = self.sum()
            if not self.take("|"):
                raise UnreadableError("cannot_read")
            return ("abs", inside)
        if kind == "sign" and value in "?□":
            return ("blank",)
        raise UnreadableError("cannot_read")
