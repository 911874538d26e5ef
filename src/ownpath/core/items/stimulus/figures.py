"""Figures drawn by the server: each a name with a few numbers, an SVG, and words for who does not see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from math import cos, pi, sin
from typing import Any

from ownpath.core.items.words import Fields, ItemError, Json, Words

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what is drawn (a name of `FIGURES`) and its numbers and labels.

    Attributes
    ----------
    figure : str
        A name of `FIGURES`.
    values : tuple of (str, value)
        Whole numbers, exact numbers as text, texts, and lists of these; see each drawing function.
    """

    figure: str
    values: tuple[tuple[str, Any], ...]

    part = "figure"

    def value_of(self) -> Values:
        return dict(self.values)

    def to_json(self) -> Json:
        return {"part": self.part, "figure": self.figure, "values": _as_lists(dict(self.values))}

    @staticmethod
    def from_json(data: object, where: str) -> Figure:
        fields = Fields.of(data, where)
        name = fields.text("figure", among=tuple(FIGURES))
        values = Fields.of(fields.data.get("values"), f"{where}.values").data
        figure = Figure(name, tuple((str(key), _as_tuples(each)) for key, each in values.items()))
        try:
            figure.to_svg()
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, IndexError) as error:
            raise ItemError(f"{where}.values: cannot be drawn ({type(error).__name__}: {error})") from None
        return figure

    def to_svg(self, language: str = "en") -> str:
        """Draw the figure.

        Parameters
        ----------
        language : str
            For its title.

        Returns
        -------
        str
            One `svg` element with a title; colours are `currentColor` or classes, so that a page's design decides.
        """
        width, height, body = FIGURES[self.figure][0](self.value_of())
        title = escape(self.alternative(language))
        return (
            f'<svg class="item-figure" viewBox="0 0 {_n(width)} {_n(height)}" role="img" aria-label="{title}" '
            f'xmlns="http://www.w3.org/2000/svg"><title>{title}</title>{"".join(body)}</svg>'
        )

    def alternative(self, language: str = "en") -> str:
        """Give the words that stand for the figure: what is seen, and not what follows from it."""
        return FIGURES[self.figure][1](self.value_of()).in_language(language)


def figure(name: str, **values: Any) -> Figure:
    """Make a figure by name; the values are those that its drawing function reads."""
    return Figure(name, tuple(values.items()))


def _as_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_lists(each) for key, each in value.items()}
    return [_as_lists(each) for each in value] if isinstance(value, tuple | list) else value


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(each) for each in value) if isinstance(value, list | tuple) else value


def _n(number: float) -> str:
    return f"{float(number):.1f}".removesuffix(".0")


def _count(values: Values, name: str, least: int, most: int) -> int:
    count = values[name]
    if not isinstance(count, int) or isinstance(count, bool) or not least <= count <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}")
    return count


def _line(x1: float, y1: float, x2: float, y2: float, kind: str = "line") -> str:
    return f'<line class="{kind}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="currentColor"/>'


def _rect(x: float, y: float, width: float, height: float, kind: str = "outline") -> str:
    fill = 'fill="currentColor" fill-opacity=".35"' if kind == "shaded" else 'fill="none"'
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    return f'<rect class="{kind}" {place} {fill} stroke="currentColor"/>'


def _text(x: float, y: float, words: object, anchor: str = "middle") -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="14" fill="currentColor">'
        f"{escape(str(words)[:40])}</text>"
    )


def _path(points: list[tuple[float, float]], closed: bool = True) -> str:
    where = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<{"polygon" if closed else "polyline"} points="{where}" fill="none" stroke="currentColor"/>'


def _dot(x: float, y: float, radius: float = 4) -> str:
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="currentColor"/>'


Drawn = tuple[float, float, list[str]]


def _draw_number_line(values: Values) -> Drawn:
    """`start`, `end`, `parts` (marks), `labels` (numbers as text), `points` (list of (number, letter))."""
    start, end, parts = Fraction(values["start"]), Fraction(values["end"]), _count(values, "parts", 1, 100)
    scale = Fraction(360) / (end - start)

    def across(number: Any) -> float:
        return float(20 + (Fraction(number) - start) * scale)

    body = [_line(10, 40, 390, 40)]
    body += [_line(20 + 360 * mark / parts, 34, 20 + 360 * mark / parts, 46) for mark in range(parts + 1)]
    body += [_text(across(label), 64, label) for label in values.get("labels", ())]
    for number, letter in values.get("points", ()):
        body += [_dot(across(number), 40, 5), _text(across(number), 24, letter)]
    return 400, 72, body


def _tell_number_line(values: Values) -> Words:
    start, end, parts = Fraction(values["start"]), Fraction(values["end"]), values["parts"]
    en = f"A number line from {values['start']} to {values['end']}, cut into {parts} equal parts."
    es = f"Una recta numérica de {values['start']} a {values['end']}, cortada en {parts} partes iguales."
    for number, letter in values.get("points", ()):
        marks = (Fraction(number) - start) / (end - start) * parts
        place = marks if marks.denominator == 1 else round(float(marks), 1)
        en += f" Point {letter} is at mark {place}, counted from {values['start']}."
        es += f" El punto {letter} está en la marca {place}, contada desde {values['start']}."
    return Words(en, es)


def _draw_fraction_bar(values: Values) -> Drawn:
    """`parts`, `shaded`, and `bars` (how many whole bars, one by default)."""
    parts, bars = _count(values, "parts", 1, 24), _count({"bars": 1, **values}, "bars", 1, 4)
    shaded = _count(values, "shaded", 0, parts * bars)
    body = []
    for bar in range(bars):
        for part in range(parts):
            kind = "shaded" if bar * parts + part < shaded else "outline"
            body.append(_rect(10 + 320 * part / parts, 10 + 50 * bar, 320 / parts, 36, kind))
    return 340, 10 + 50 * bars, body


def _tell_fraction_bar(values: Values) -> Words:
    bars, parts, shaded = values.get("bars", 1), values["parts"], values["shaded"]
    if bars == 1:
        return Words(
            f"A bar cut into {parts} equal parts. Shaded parts: {shaded}.",
            f"Una barra cortada en {parts} partes iguales. Partes sombreadas: {shaded}.",
        )
    return Words(
        f"{bars} bars, each cut into {parts} equal parts. Shaded parts in all: {shaded}.",
        f"{bars} barras, cada una cortada en {parts} partes iguales. Partes sombreadas en total: {shaded}.",
    )


def _draw_array(values: Values) -> Drawn:
    """`rows`, `columns`, `shape` (`dots` or `squares`), `shaded` (how many squares)."""
    rows, columns = _count(values, "rows", 1, 20), _count(values, "columns", 1, 20)
    body, shaded = [], _count({"shaded": 0, **values}, "shaded", 0, rows * columns)
    for row in range(rows):
        for column in range(columns):
            x, y = 10 + 20 * column, 10 + 20 * row
            if values.get("shape", "dots") == "dots":
                body.append(_dot(x + 10, y + 10, 6))
            else:
                body.append(_rect(x, y, 20, 20, "shaded" if row * columns + column < shaded else "outline"))
    return 20 + 20 * columns, 20 + 20 * rows, body


def _tell_array(values: Values) -> Words:
    rows, columns, shaded = values["rows"], values["columns"], values.get("shaded", 0)
    dots = values.get("shape", "dots") == "dots"
    more = Words(f" Shaded squares: {shaded}.", f" Cuadrados sombreados: {shaded}.") if shaded else Words("", "")
    return Words(
        f"{'Dots' if dots else 'Equal squares'} in {rows} rows of {columns}.{more.en}",
        f"{'Puntos' if dots else 'Cuadrados iguales'} en {rows} filas de {columns}.{more.es}",
    )


def _draw_grid(values: Values) -> Drawn:
    """`least`, `most` (both axes), `points` (list of (x, y, letter)), `joined` (`none`, `open`, `closed`)."""
    least, most = _count(values, "least", -20, 0), _count(values, "most", 1, 20)
    step = 300 / (most - least)

    def place(x: Any, y: Any) -> tuple[float, float]:
        return 20 + (float(Fraction(x)) - least) * step, 320 - (float(Fraction(y)) - least) * step

    body = []
    for number in range(least, most + 1):
        kind = "axis" if number == 0 else "grid"
        body += [_line(*place(number, least), *place(number, most), kind)]
        body += [_line(*place(least, number), *place(most, number), kind)]
        if number and number % (1 if most - least <= 12 else 2) == 0:
            (x, below), (left, y) = place(number, 0), place(0, number)
            body += [_text(x, below + 14, number), _text(left - 4, y + 5, number, "end")]
    points = values.get("points", ())
    if values.get("joined", "none") != "none":
        body.append(_path([place(x, y) for x, y, _ in points], values["joined"] == "closed"))
    for x, y, letter in points:
        across, down = place(x, y)
        body += [_dot(across, down, 5), _text(across + 10, down - 8, letter)]
    return 350, 345, body


_WAYS = (
    (Words("to the right", "a la derecha"), Words("to the left", "a la izquierda")),
    (Words("up", "hacia arriba"), Words("down", "hacia abajo")),
)


def _steps(number: Any, axis: int) -> tuple[Fraction, Words]:
    """Tell a coordinate as steps from zero and their way, so that the sign is left for the learner to write."""
    value = Fraction(number)
    return abs(value), _WAYS[axis][value < 0]


def _tell_grid(values: Values) -> Words:
    least, most = values["least"], values["most"]
    en = f"A grid with both axes from {least} to {most}."
    es = f"Una cuadrícula con los dos ejes de {least} a {most}."
    for x, y, letter in values.get("points", ()):
        (across, side), (up, way) = (_steps(x, 0), _steps(y, 1))
        en += f" Point {letter}: {across} {side.en}, {up} {way.en}."
        es += f" Punto {letter}: {across} {side.es}, {up} {way.es}."
    if values.get("joined", "none") != "none":
        en, es = en + " Lines join the points in this order.", es + " Unas líneas unen los puntos en este orden."
    return Words(en, es)


def _draw_rectangle(values: Values) -> Drawn:
    """`across` and `down` (numbers for the shape), `across_label`, `down_label` (what is written at the sides)."""
    across, down = float(Fraction(values["across"])), float(Fraction(values["down"]))
    scale = min(240 / across, 160 / down)
    width, height = max(across * scale, 30), max(down * scale, 30)
    body = [_rect(60, 10, width, height)]
    body += [
        _text(60 + width / 2, height + 28, values["across_label"]),
        _text(52, 15 + height / 2, values["down_label"], "end"),
    ]
    return width + 80, height + 40, body


def _tell_rectangle(values: Values) -> Words:
    across, down = values["across_label"], values["down_label"]
    return Words(
        f"A rectangle. The bottom side is marked {across}, the left side {down}.",
        f"Un rectángulo. El lado de abajo dice {across} y el de la izquierda {down}.",
    )


def _draw_triangle(values: Values) -> Drawn:
    """`base`, `height`, `top` (how far right the tip is, 0 to 1), and `base_label`, `height_label`, `slope_label`."""
    base, height, top = (float(Fraction(values[name])) for name in ("base", "height", "top"))
    scale = min(220 / base, 150 / height)
    wide, high = max(base * scale, 40), max(height * scale, 40)
    tip = 60 + wide * top
    body = [_path([(60, 10 + high), (60 + wide, 10 + high), (tip, 10)])]
    if values.get("height_label"):
        inside = 0 < top < 1
        body += [_line(tip, 10, tip, 10 + high, "dashed")] if inside else []
        body.append(
            _text(tip + (5 if inside else -6), 15 + high / 2, values["height_label"], "start" if inside else "end")
        )
    body.append(_text(60 + wide / 2, 28 + high, values.get("base_label", "")))
    if values.get("slope_label"):
        body.append(_text((tip + 60 + wide) / 2 + 10, 5 + high / 2, values["slope_label"], "start"))
    return wide + 130, high + 40, body


def _tell_triangle(values: Values) -> Words:
    en, es = "A triangle.", "Un triángulo."
    if values["top"] in {0, "0"}:
        en, es = "A right triangle.", "Un triángulo rectángulo."
    said = {
        "base_label": ("The bottom side is marked {}.", "El lado de abajo dice {}."),
        "height_label": ("The height is marked {}.", "La altura dice {}."),
        "slope_label": ("The slanted side on the right is marked {}.", "El lado inclinado de la derecha dice {}."),
    }
    for name, (english, spanish) in said.items():
        if values.get(name):
            en, es = f"{en} {english.format(values[name])}", f"{es} {spanish.format(values[name])}"
    return Words(en, es)


def _draw_bar_chart(values: Values) -> Drawn:
    """`bars` (list of (name, whole number)), `step` (between the lines)."""
    bars, step = values["bars"], _count(values, "step", 1, 1000)
    if not 1 <= len(bars) <= 10:
        raise ValueError("from 1 to 10 bars can be drawn")
    lines = max(1, -(-max(count for _, count in bars) // step))
    if lines > 20:
        raise ValueError("step is too small")
    body = []
    for number in range(lines + 1):
        y = 190 - 160 * number / lines
        body += [_line(50, y, 60 + 60 * len(bars), y, "grid"), _text(44, y + 5, number * step, "end")]
    for place, (name, count) in enumerate(bars):
        high = 160 * count / (lines * step)
        body += [_rect(65 + 60 * place, 190 - high, 36, high, "shaded"), _text(83 + 60 * place, 208, name)]
    return 70 + 60 * len(bars), 220, body


def _tell_bar_chart(values: Values) -> Words:
    bars = "; ".join(f"{name}: {count}" for name, count in values["bars"])
    step = values["step"]
    return Words(
        f"A bar chart with a line every {step}. {bars}.", f"Una gráfica de barras con una línea cada {step}. {bars}."
    )


def _draw_angle(values: Values) -> Drawn:
    """`degrees` (list of the angles side by side, 180 in all at most), `labels` (what is written in each)."""
    body, turned = [_line(180, 170, 330, 170)], 0.0
    for degrees, label in zip(values["degrees"], values["labels"], strict=True):
        middle = (turned + degrees / 2) * pi / 180
        turned += degrees
        body.append(_line(180, 170, 180 + 150 * cos(turned * pi / 180), 170 - 150 * sin(turned * pi / 180)))
        body.append(_text(180 + 85 * cos(middle), 174 - 85 * sin(middle), label))
    if not 0 < turned <= 180:
        raise ValueError("degrees must add to at most 180")
    return 360, 190, body


def _tell_angle(values: Values) -> Words:
    labels = ", ".join(map(str, values["labels"]))
    total = sum(values["degrees"])
    kinds = {90: ("a right angle", "un ángulo recto"), 180: ("a straight line", "una línea recta")}
    en, es = kinds.get(total, ("one larger angle", "un ángulo mayor"))
    return Words(
        f"Angles side by side make {en}. They are marked {labels}.", f"Unos ángulos juntos forman {es}. Dicen {labels}."
    )


FIGURES: dict[str, tuple[Callable[[Values], Drawn], Callable[[Values], Words]]] = {
    "number_line": (_draw_number_line, _tell_number_line),
    "fraction_bar": (_draw_fraction_bar, _tell_fraction_bar),
    "array": (_draw_array, _tell_array),
    "grid": (_draw_grid, _tell_grid),
    "rectangle": (_draw_rectangle, _tell_rectangle),
    "triangle": (_draw_triangle, _tell_triangle),
    "bar_chart": (_draw_bar_chart, _tell_bar_chart),
    "angle": (_draw_angle, _tell_angle),
}
