"""Written mathematics as LaTeX, as MathML and as words to be read aloud."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from latex2mathml.converter import convert

from ownpath.core.items.notation import Node, UnreadableError, read_expression
from ownpath.core.items.words import ItemError

INLINE = re.compile(r"\[\[(.+?)\]\]")
_LATEX_SIGNS = {"×": r"\times ", "÷": r"\div ", "·": r"\cdot ", "": "", "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ",
                "≈": r"\approx ", "%": r"\%", "°": r"^{\circ}", "…": r"\ldots ", "○": r"\bigcirc "}  # fmt: skip
_SAID = {
    "en": {"add": "plus", "sub": "minus", "×": "times", "·": "times", "÷": "divided by", "/": "over", "=": "equals",
           "<": "is less than", ">": "is greater than", "≤": "is at most", "≥": "is at least", "≠": "is not equal to",
           "≈": "is about", "neg": "negative", "blank": "what number", "and": "and", "open": "open parenthesis",
           "close": "close parenthesis", "root": "the square root of", "cube_root": "the cube root of", "2": "squared",
           "3": "cubed", "pow": "to the power of", "abs": "the absolute value of", "%": "percent", "°": "degrees",
           "…": "and so on", "π": "pi", "implied": "times", "○": "which sign"},
    "es": {"add": "más", "sub": "menos", "×": "por", "·": "por", "÷": "entre", "/": "sobre", "=": "es igual a",
           "<": "es menor que", ">": "es mayor que", "≤": "es como máximo", "≥": "es como mínimo", "≠": "no es igual a",
           "≈": "es más o menos", "neg": "menos", "blank": "qué número", "and": "y", "open": "abre paréntesis",
           "close": "cierra paréntesis", "root": "la raíz cuadrada de", "cube_root": "la raíz cúbica de",
           "2": "al cuadrado", "3": "al cubo", "pow": "elevado a", "abs": "el valor absoluto de", "%": "por ciento",
           "°": "grados", "…": "y así sigue", "π": "pi", "implied": "por", "○": "qué signo"},
}  # fmt: skip
_PARTS = {
    "en": {2: ("half", "halves"), 3: ("third", "thirds"), 4: ("fourth", "fourths"), 5: ("fifth", "fifths"),
           6: ("sixth", "sixths"), 7: ("seventh", "sevenths"), 8: ("eighth", "eighths"), 9: ("ninth", "ninths"),
           10: ("tenth", "tenths"), 12: ("twelfth", "twelfths"), 100: ("hundredth", "hundredths")},
    "es": {2: ("medio", "medios"), 3: ("tercio", "tercios"), 4: ("cuarto", "cuartos"), 5: ("quinto", "quintos"),
           6: ("sexto", "sextos"), 7: ("séptimo", "séptimos"), 8: ("octavo", "octavos"), 9: ("noveno", "novenos"),
           10: ("décimo", "décimos"), 12: ("doceavo", "doceavos"), 100: ("centésimo", "centésimos")},
}  # fmt: skip


@lru_cache(maxsize=4096)
def read_display(written: str) -> Node:
    """Read mathematics that an author wrote for display.

    Parameters
    ----------
    written : str
        In the notation of `core.items.notation`, with `?` for a blank and signs such as `≤`, `|x|`, `%`.

    Returns
    -------
    tuple
        The tree.

    Raises
    ------
    ItemError
        It cannot be read; the message repeats it.
    """
    try:
        return read_expression(written, for_display=True)
    except UnreadableError as error:
        raise ItemError(f"mathematics: {written!r} cannot be read ({error})") from None


def to_latex(node: Node) -> str:
    """Write a tree as LaTeX.

    Parameters
    ----------
    node : tuple
        From `read_display`.

    Returns
    -------
    str
        LaTeX that uses only fractions, roots, powers and signs.
    """
    kind = node[0]
    if kind == "num":
        return str(node[1]).replace(",", "{,}")
    if kind == "mixed":
        return rf"{node[1]}\frac{{{node[2]}}}{{{node[3]}}}"
    if kind == "var":
        return r"\pi " if node[1] == "π" else str(node[1])
    if kind == "blank":
        return r"\square "
    if kind == "neg":
        return "-" + to_latex(node[1])
    if kind == "group":
        return f"({to_latex(node[1])})"
    if kind == "abs":
        return f"|{to_latex(node[1])}|"
    if kind == "post":
        return to_latex(node[1]) + _LATEX_SIGNS[node[2]]
    if kind == "root":
        return (r"\sqrt" if node[2] == 2 else r"\sqrt[3]") + f"{{{to_latex(_inside(node[1]))}}}"
    if kind == "pow":
        return f"{to_latex(node[1])}^{{{node[2]}}}"
    if kind == "rel":
        sign = _LATEX_SIGNS.get(node[1], node[1])
        return f"{to_latex(node[2])} {sign} {to_latex(node[3])}"
    if kind in {"add", "sub"}:
        return f"{to_latex(node[1])} {'+' if kind == 'add' else '-'} {to_latex(node[2])}"
    if kind == "div" and node[3] == "/":
        return rf"\frac{{{to_latex(_inside(node[1]))}}}{{{to_latex(_inside(node[2]))}}}"
    return f"{to_latex(node[1])} {_LATEX_SIGNS[node[3]]}{to_latex(node[2])}"


def _inside(node: Node) -> Node:
    inner: Node = node[1] if node[0] == "group" else node
    return inner


@lru_cache(maxsize=4096)
def to_mathml(written: str, language: str = "en") -> str:
    """Write mathematics as MathML with the spoken words as its alternative text.

    Parameters
    ----------
    written : str
        In the notation of `core.items.notation`.
    language : str
        The language of the spoken words.

    Returns
    -------
    str
        One `math` element. What is not of the notation never reaches it, so it holds no markup of the author's.

    Raises
    ------
    ItemError
        It cannot be read.
    """
    markup: str = convert(to_latex(read_display(written)))
    return markup.replace("<math ", f'<math alttext="{escape(say(written, language))}" ', 1)


@lru_cache(maxsize=4096)
def say(written: str, language: str = "en") -> str:
    """Put mathematics into words.

    Parameters
    ----------
    written : str
        In the notation of `core.items.notation`.
    language : str
        `es` and its regions, or English.

    Returns
    -------
    str
        Such as `3 fourths plus 1 and 1 half`; numbers stay digits, which every voice can read.

    Raises
    ------
    ItemError
        It cannot be read.
    """
    return " ".join(_say(read_display(written), "es" if language[:2] == "es" else "en").split())


def _say(node: Node, language: str) -> str:
    said, kind = _SAID[language], node[0]
    if kind == "num":
        return str(node[1])
    if kind == "mixed":
        return f"{node[1]} {said['and']} {_say_fraction(node[2], node[3], language)}"
    if kind == "var":
        return said["π"] if node[1] == "π" else str(node[1])
    if kind == "blank":
        return said["blank"]
    if kind == "neg":
        return f"{said['neg']} {_say(node[1], language)}"
    if kind == "group":
        inner = _say(node[1], language)
        return inner if node[1][0] in {"num", "neg", "var"} else f"{said['open']} {inner} {said['close']}"
    if kind == "abs":
        return f"{said['abs']} {_say(node[1], language)}"
    if kind == "post":
        return f"{_say(node[1], language)} {said[node[2]]}"
    if kind == "root":
        return f"{said['root' if node[2] == 2 else 'cube_root']} {_say(_inside(node[1]), language)}"
    if kind == "pow":
        base, power = _say(node[1], language), str(node[2])
        if power in {"2", "3"}:
            return f"{base} {said[power]}"
        return f"{base} {said['pow']} {power.replace('-', said['neg'] + ' ')}"
    if kind == "rel":
        return f"{_say(node[2], language)} {said[node[1]]} {_say(node[3], language)}"
    if kind in {"add", "sub"}:
        return f"{_say(node[1], language)} {said[kind]} {_say(node[2], language)}"
    if kind == "div" and node[3] == "/" and node[1][0] == node[2][0] == "num":
        return _say_fraction(node[1][1], node[2][1], language)
    sign = node[3] if kind == "div" or node[3] else ("" if node[2][0] in {"var", "root"} else "implied")
    return f"{_say(node[1], language)} {said[sign] if sign else ''} {_say(node[2], language)}"


def _say_fraction(upper: str, lower: str, language: str) -> str:
    name = _PARTS[language].get(int(lower)) if lower.isdigit() and upper.isdigit() else None
    if name is None:
        return f"{upper} {_SAID[language]['/']} {lower}"
    if upper == "1":
        return f"{'un' if language == 'es' else '1'} {name[0]}"
    return f"{upper} {name[1]}"


def text_to_html(text: str, language: str = "en") -> str:
    """Escape a text and set the mathematics in it (`[[3/4]]`) as MathML.

    Parameters
    ----------
    text : str
        In one language.
    language : str
        Which.

    Returns
    -------
    str
        Safe to stand in a page.

    Raises
    ------
    ItemError
        Mathematics in it cannot be read.
    """
    pieces = INLINE.split(text)
    return "".join(to_mathml(piece, language) if place % 2 else escape(piece) for place, piece in enumerate(pieces))


def text_to_say(text: str, language: str = "en") -> str:
    """Give a text with its mathematics in words, as `text_to_html` does for the eye."""
    return INLINE.sub(lambda found: say(found[1], language), text)
