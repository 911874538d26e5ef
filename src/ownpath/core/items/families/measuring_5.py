"""Level 5: units, volume, the grid."""

from __future__ import annotations

from fractions import Fraction
from itertools import count

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    matching,
    number,
    people,
    pick,
    several,
    short,
    show,
    table,
)
from ownpath.core.items.stimulus import figure

CONVERT = (
    ("Will the number get larger or smaller?", "¿El número será mayor o menor?"),
    ("To a larger unit: divide. To a smaller unit: multiply.", "A una unidad mayor: divide. A una menor: multiplica."),
)
_PAIRS = (
    (("centimeters", "centímetros"), ("meters", "metros"), "m", 100),
    (("grams", "gramos"), ("kilograms", "kilogramos"), "kg", 1000),
    (("inches", "pulgadas"), ("feet", "pies"), "ft", 12),
    (("minutes", "minutos"), ("hours", "horas"), "h", 60),
    (("milliliters", "mililitros"), ("liters", "litros"), "L", 1000),
    (("ounces", "onzas"), ("pounds", "libras"), "lb", 16),
)


@family("5.MD.A.1", 0.0, CONVERT, lambda p: Fraction(p["small"]) / p["size"])
def into_larger_units(rng: Rng) -> Draft:
    small, large, unit, size = choose(rng, _PAIRS)
    quarters = pick(rng, 3, 30)
    n = size * quarters // 4
    return number(
        {"small": n, "size": size, "unit": unit},
        ("How many {to} are {small} {from}?", "¿Cuánto son {small} {from} en {to}?"),
        Fraction(quarters, 4),
        [
            (n * size, "multiplies_instead_of_dividing"),
            (Fraction(n, 10), "takes_ten_for_every_unit"),
            (Fraction(n, 100), "takes_hundred_for_every_unit"),
        ],
        ("[[{small} ÷ {size} = {answer:mixed}]].", "[[{small} ÷ {size} = {answer:mixed}]]."),
        shown={"from": small, "to": large},
        unit=unit,
    )


@family("5.MD.A.1", 0.3, CONVERT, lambda p: sum(Fraction(p["each"], 100) for _ in range(p["n"])))
def boards_in_meters(rng: Rng) -> Draft:
    n, each = pick(rng, 3, 12), pick(rng, 21, 95)
    return number(
        {"n": n, "each": each},
        (
            "{who} lays {n} boards of {each} cm in one line. How many meters long is the line?",
            "{who} pone {n} tablas de {each} cm en una fila. ¿Cuántos metros mide la fila?",
        ),
        Fraction(n * each, 100),
        [
            (n * each, "forgets_to_change_the_unit"),
            (Fraction(n * each, 10), "takes_ten_for_every_unit"),
            (Fraction(each, 100), "uses_only_one_of_several"),
        ],
        ("{cm} cm are {m} m.", "{cm} cm son {m} m."),
        shown={"cm": n * each, "m": show(n * each, "d2"), **people(rng)},
        unit="m",
    )


@family(
    "5.MD.A.1",
    0.4,
    CONVERT,
    lambda p: [
        (f"{show(Fraction(n))} {p['small'][0]}", f"{show(Fraction(n, p['size']), 'mixed')} {p['large'][0]}")
        for n in p["row"]
    ],
)
def match_equal_measures(rng: Rng) -> Draft:
    small, large, _, size = choose(rng, _PAIRS)
    halves = sorted(int(each) for each in rng.permutation(7)[:3] + 2)
    row = tuple(size * each // 2 for each in halves)
    right = [f"{each // 2} 1/2" if each % 2 else str(each // 2) for each in halves]
    return matching(
        {"row": row, "size": size, "small": small, "large": large},
        ("Which measures are equal?", "¿Qué medidas son iguales?"),
        [
            ((f"{n:,} {small[0]}", f"{n:,} {small[1]}"), (f"{text} {large[0]}", f"{text} {large[1]}"))
            for n, text in zip(row, right, strict=True)
        ],
        [],
        ("Divide each by {size}.", "Divide cada una entre {size}."),
        left_over=[(f"{max(halves) + 1} {large[0]}", f"{max(halves) + 1} {large[1]}")],
    )


VOLUME = (
    ("How many cubes lie in one layer?", "¿Cuántos cubos hay en una capa?"),
    ("Multiply the layer by the number of layers.", "Multiplica la capa por el número de capas."),
)


@family("5.MD.C.5", -0.1, VOLUME, lambda p: sum(sum([p["a"]] * p["b"]) for _ in range(p["c"])))
def volume_of_a_box(rng: Rng) -> Draft:
    a, b, c = pick(rng, 3, 12), pick(rng, 2, 9), pick(rng, 2, 9)
    return number(
        {"a": a, "b": b, "c": c},
        (
            "A box is {a} cm long, {b} cm wide and {c} cm high. What is its volume?",
            "Una caja mide {a} cm de largo, {b} cm de ancho y {c} cm de alto. ¿Cuál es su volumen?",
        ),
        a * b * c,
        [
            (a + b + c, "adds_sides_for_volume"),
            (a * b, "takes_area_for_volume"),
            (2 * (a * b + b * c + a * c), "takes_surface_for_volume"),
        ],
        ("[[{a} × {b} × {c} = {answer}]].", "[[{a} × {b} × {c} = {answer}]]."),
        unit="cm3",
    )


@family("5.MD.C.5", 0.3, VOLUME, lambda p: next(h for h in count(1) if p["a"] * p["b"] * h == p["v"]))
def height_of_a_box(rng: Rng) -> Draft:
    a, b, c = pick(rng, 3, 10), pick(rng, 2, 9), pick(rng, 2, 12)
    return number(
        {"a": a, "b": b, "v": a * b * c},
        (
            "A tank holds {v} cubic feet. Its floor is {a} by {b} feet. How high is it?",
            "En un tanque caben {v} pies cúbicos. Su piso mide {a} por {b} pies. ¿Qué altura tiene?",
        ),
        c,
        [
            (a * b * c - a * b, "subtracts_instead_of_dividing"),
            (b * c, "divides_by_one_side_only"),
            (a * b, "takes_area_for_volume"),
        ],
        ("[[{v} ÷ {floor} = {answer}]].", "[[{v} ÷ {floor} = {answer}]]."),
        shown={"floor": a * b},
        unit="ft",
    )


@family("5.MD.C.5", 0.5, VOLUME, lambda p: sum(a * b * c for a, b, c in p["boxes"]))
def two_joined_boxes(rng: Rng) -> Draft:
    a, b, c, d, e = pick(rng, 3, 8), pick(rng, 2, 6), pick(rng, 2, 6), pick(rng, 2, 5), pick(rng, 2, 5)
    boxes = ((a, b, c), (d, b, e))
    one, two = a * b * c, d * b * e
    return number(
        {"boxes": boxes},
        (
            "Two boxes are joined: one is {a} by {b} by {c} m, the other {d} by {b} by {e} m. What is the whole "
            "volume?",
            "Se unen dos cajas: una de {a} por {b} por {c} m y otra de {d} por {b} por {e} m. ¿Cuál es el volumen "
            "total?",
        ),
        one + two,
        [
            (one * two, "multiplies_the_parts_of_a_sum"),
            (one, "stops_after_one_step"),
            ((a + d) * b * (c + e), "multiplies_the_sums"),
        ],
        ("{one} and {two} make {answer}.", "{one} y {two} son {answer}."),
        shown={"a": a, "b": b, "c": c, "d": d, "e": e, "one": one, "two": two},
        unit="m3",
    )


GRID = (
    ("Start at the corner where both axes meet.", "Empieza donde se cruzan los dos ejes."),
    ("The first number goes across, the second up.", "El primer número va hacia la derecha; el segundo, hacia arriba."),
)


def _point(rng: Rng, most: int = 9) -> tuple[int, int]:
    x, y = pick(rng, 0, most), pick(rng, 0, most)
    while x == y:
        y = pick(rng, 0, most)
    return x, y


@family("5.G.A.1", -0.2, GRID, lambda p: "({}, {})".format(*p["at"]))
def name_of_a_point(rng: Rng) -> Draft:
    x, y = _point(rng)
    return choice(
        {"at": (x, y)},
        ("Which pair of numbers belongs to point A?", "¿Qué par de números va con el punto A?"),
        f"({x}, {y})",
        [
            (f"({y}, {x})", "swaps_coordinates"),
            (f"({x + 1}, {y})", "counts_marks_not_steps"),
            (f"({x}, {y + 1})", "counts_marks_not_steps"),
        ],
        ("Across {x}, then up {y}.", "{x} a la derecha y {y} arriba."),
        shown={"x": x, "y": y},
        figure=figure("grid", least=0, most=10, points=((x, y, "A"),)),
    )


@family("5.G.A.1", 0.1, GRID, lambda p: [letter for x, y, letter in p["points"] if [x, y] == list(p["ask"])])
def letter_at_a_point(rng: Rng) -> Draft:
    x, y = _point(rng)
    other = (x, (y + 3) % 10) if (x, (y + 3) % 10) != (y, x) else (x, (y + 4) % 10)
    places = ((x, y), (y, x), other)
    order = [int(each) for each in rng.permutation(3)]
    points = tuple((*places[place], "ABC"[turn]) for turn, place in enumerate(order))
    letters = {(px, py): letter for px, py, letter in points}
    return short(
        {"points": points, "ask": (x, y)},
        ("Which letter stands at ({x}, {y})?", "¿Qué letra está en ({x}, {y})?"),
        [letters[(x, y)]],
        [(letters[(y, x)], "swaps_coordinates"), (letters[other], "reads_one_coordinate_only")],
        ("Across {x}, then up {y}.", "{x} a la derecha y {y} arriba."),
        shown={"x": x, "y": y},
        figure=figure("grid", least=0, most=10, points=points),
    )


@family(
    "5.G.A.1",
    0.4,
    GRID,
    lambda p: [
        p["start"][0] + sum(s for axis, s in p["moves"] if axis == "x"),
        p["start"][1] + sum(s for axis, s in p["moves"] if axis == "y"),
    ],
)
def walk_on_the_grid(rng: Rng) -> Draft:
    x, y, right, up = pick(rng, 0, 5), pick(rng, 0, 5), pick(rng, 1, 6), pick(rng, 1, 6)
    while right == up:
        up = pick(rng, 1, 6)
    return table(
        {"start": (x, y), "moves": (("x", right), ("y", up))},
        (
            "A robot is at ({x}, {y}). It goes {right} to the right and {up} up. Where is it now?",
            "Un robot está en ({x}, {y}). Avanza {right} a la derecha y {up} hacia arriba. ¿Dónde está ahora?",
        ),
        [x + right, y + up],
        [
            [(x + up, "swaps_coordinates"), (right, "forgets_the_start")],
            [(y + right, "swaps_coordinates"), (up, "forgets_the_start")],
        ],
        (
            "Right changes the first number, up the second.",
            "A la derecha cambia el primer número; hacia arriba, el segundo.",
        ),
        shown={"x": x, "y": y, "right": right, "up": up},
        headings=[("number", "número"), ("value", "valor")],
        rows=[(("first", "primero"), None), (("second", "segundo"), None)],
    )


@family(
    "5.MD.C.5", 0.2, VOLUME, lambda p: [f"{a} × {b} × {c}" for a, b, c in p["boxes"] if len(range(a)) * b * c == p["v"]]
)
def boxes_of_one_volume(rng: Rng) -> Draft:
    a, b, c = pick(rng, 2, 6), pick(rng, 2, 6) * 2, pick(rng, 2, 6)
    v = a * b * c
    right = [(a, b, c), (2 * a, b // 2, c)]
    wrong = [(a + 1, b - 1, c), (a, b, c + 1), (a + b, c, 1)]
    wrong = [box for box in wrong if box[0] * box[1] * box[2] != v]
    return several(
        {"v": v, "boxes": (*right, *wrong)},
        (
            "Choose all boxes with a volume of {v} cubic feet. The sides are in feet.",
            "Elige todas las cajas con un volumen de {v} pies cúbicos. Los lados están en pies.",
        ),
        [f"{x} × {y} × {z}" for x, y, z in right],
        [(f"{x} × {y} × {z}", "adds_sides_for_volume") for x, y, z in wrong],
        ("Multiply the three sides of each.", "Multiplica los tres lados de cada una."),
    )
