"""Level 4: units, area and edge, angles."""

from __future__ import annotations

from itertools import count

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choose,
    expression,
    family,
    matching,
    number,
    pick,
    table,
)
from ownpath.core.items.stimulus import figure

UNITS = (
    ("How many small units make one large unit?", "¿Cuántas unidades pequeñas forman una grande?"),
    ("Small units are many: multiply.", "Unidades pequeñas son muchas: multiplica."),
)
_SMALLER = (
    ("meters", "metros", "centimeters", "centímetros", "cm", 100),
    ("kilometers", "kilómetros", "meters", "metros", "m", 1000),
    ("kilograms", "kilogramos", "grams", "gramos", "g", 1000),
    ("feet", "pies", "inches", "pulgadas", "in", 12),
    ("hours", "horas", "minutes", "minutos", "min", 60),
    ("pounds", "libras", "ounces", "onzas", "oz", 16),
    ("liters", "litros", "milliliters", "mililitros", "mL", 1000),
)


@family("4.MD.A.1", -0.2, UNITS, lambda p: sum([p["size"]] * p["n"]))
def into_smaller_units(rng: Rng) -> Draft:
    place, n = int(rng.integers(len(_SMALLER))), pick(rng, 2, 9)
    large_en, large_es, small_en, small_es, unit, size = _SMALLER[place]
    return number(
        {"size": size, "n": n, "unit": unit},
        ("How many {small} are {n} {large}?", "¿Cuánto son {n} {large} en {small}?"),
        n * size,
        [
            (n + size, "adds_instead_of_multiplying"),
            (n * (10 if size != 10 else 100), "takes_ten_for_every_unit"),
            (n * 100, "takes_hundred_for_every_unit"),
        ],
        (
            "One of the large units is {size} of the small ones: [[{n} × {size} = {answer}]].",
            "Una unidad grande son {size} pequeñas: [[{n} × {size} = {answer}]].",
        ),
        shown={"large": (large_en, large_es), "small": (small_en, small_es)},
        unit=unit,
    )


@family("4.MD.A.1", 0.2, UNITS, lambda p: [sum([p["size"]] * n) for n in p["row"]])
def table_of_units(rng: Rng) -> Draft:
    place = int(rng.integers(len(_SMALLER)))
    large_en, large_es, small_en, small_es, _, size = _SMALLER[place]
    row = tuple(sorted(int(each) for each in rng.permutation(8)[:3] + 2))
    return table(
        {"size": size, "row": row, "place": place},
        ("Fill in the table.", "Completa la tabla."),
        [n * size for n in row],
        [[(n + size, "adds_instead_of_multiplying"), (n * 10, "takes_ten_for_every_unit")] for n in row],
        ("Multiply each by {size}.", "Multiplica cada número por {size}."),
        headings=[(large_en, large_es), (small_en, small_es)],
        rows=[(1, size), *((n, None) for n in row)],
    )


@family("4.MD.A.1", 0.5, UNITS, lambda p: len(range(p["n"] * p["size"])) + p["more"])
def large_and_small_together(rng: Rng) -> Draft:
    place, n = int(rng.integers(len(_SMALLER))), pick(rng, 2, 9)
    large_en, large_es, small_en, small_es, unit, size = _SMALLER[place]
    more = pick(rng, 2, size - 1)
    return number(
        {"size": size, "n": n, "more": more, "unit": unit},
        (
            "Write {n} {large} and {more} {small} as {small} only.",
            "Escribe {n} {large} y {more} {small} solo en {small}.",
        ),
        n * size + more,
        [
            (n * size, "stops_after_one_step"),
            (int(f"{n}{more}"), "puts_the_digits_side_by_side"),
            (n + more, "ignores_the_units"),
        ],
        (
            "{n} {large} are {part} {small}; with {more} more: {answer}.",
            "{n} {large} son {part} {small}; con {more} más: {answer}.",
        ),
        shown={"large": (large_en, large_es), "small": (small_en, small_es), "part": n * size},
        unit=unit,
    )


RECTANGLES = (
    ("Is it the inside or the way around that is asked for?", "¿Se pregunta por el interior o por el contorno?"),
    (
        "Inside: multiply the sides. Around: add all four sides.",
        "Interior: multiplica los lados. Contorno: suma los cuatro.",
    ),
)


@family(
    "4.MD.A.3",
    0.0,
    RECTANGLES,
    lambda p: (
        sum(p["across"] for _ in range(p["down"])) if p["ask"] == "area" else len(range(p["across"] + p["down"])) * 2
    ),
)
def area_or_edge(rng: Rng) -> Draft:
    ask, across, down = choose(rng, ["area", "edge"]), pick(rng, 6, 25), pick(rng, 3, 12)
    area, edge = across * down, 2 * across + 2 * down
    text = {
        "area": (
            "How much carpet covers the floor, in square feet?",
            "¿Cuánta alfombra cubre el piso, en pies cuadrados?",
        ),
        "edge": ("How many feet of tape go around the floor?", "¿Cuántos pies de cinta van alrededor del piso?"),
    }[ask]
    return number(
        {"ask": ask, "across": across, "down": down},
        (f"A floor is {{across}} by {{down}} feet. {text[0]}", f"Un piso mide {{across}} por {{down}} pies. {text[1]}"),
        area if ask == "area" else edge,
        [
            (edge, "takes_perimeter_for_area") if ask == "area" else (area, "takes_area_for_perimeter"),
            (across + down, "adds_only_the_marked_sides"),
        ],
        ("It is {answer}.", "Son {answer}."),
        unit="ft2" if ask == "area" else "ft",
    )


@family("4.MD.A.3", 0.3, RECTANGLES, lambda p: next(x for x in count(1) if 2 * (x + p["side"]) == p["edge"]))
def side_from_the_edge(rng: Rng) -> Draft:
    side, other = pick(rng, 4, 20), pick(rng, 3, 20)
    return number(
        {"side": side, "edge": 2 * side + 2 * other},
        (
            "The way around a rectangle is {edge} m. One side is {side} m. How long is the side next to it?",
            "El contorno de un rectángulo mide {edge} m. Un lado mide {side} m. ¿Cuánto mide el lado vecino?",
        ),
        other,
        [
            (side + 2 * other, "subtracts_only_one_side"),
            (2 * other, "stops_after_one_step"),
            (side + other, "stops_after_one_step"),
        ],
        (
            "Half the way around is {half}; less {side} is {answer}.",
            "Medio contorno es {half}; menos {side} es {answer}.",
        ),
        shown={"half": side + other},
        unit="m",
    )


@family("4.MD.A.3", 0.6, RECTANGLES, lambda p: f"{p['across']}w + {p['across']}*{p['path']}")
def area_with_a_letter(rng: Rng) -> Draft:
    across, path = pick(rng, 3, 15), pick(rng, 2, 9)
    return expression(
        {"across": across, "path": path},
        (
            "A yard is {across} m long and w m wide. It is made {path} m wider. Write its new area.",
            "Un patio mide {across} m de largo y w m de ancho. Se hace {path} m más ancho. Escribe su nueva área.",
        ),
        f"{across}(w + {path})",
        [
            (f"{across}w + {path}", "multiplies_only_one_part"),
            (f"2({across} + w + {path})", "takes_perimeter_for_area"),
            (f"{across}w", "stops_after_one_step"),
        ],
        (
            "Length times the new width: [[{across}(w + {path})]].",
            "Largo por el nuevo ancho: [[{across}(w + {path})]].",
        ),
        letters="w",
    )


ANGLES = (
    (
        "What do the angles make together: a square corner or a straight line?",
        "¿Qué forman juntos los ángulos: una esquina recta o una línea recta?",
    ),
    (
        "A square corner has 90 degrees, a straight line 180.",
        "Una esquina recta tiene 90 grados; una línea recta, 180.",
    ),
)


@family("4.MD.C.7", -0.1, ANGLES, lambda p: next(x for x in range(1, 90) if x + p["a"] == 90))
def rest_of_a_right_angle(rng: Rng) -> Draft:
    a = pick(rng, 12, 78)
    return number(
        {"a": a},
        (
            "A square corner is cut into two angles. One has {a}°. How many degrees has the other?",
            "Una esquina recta se parte en dos ángulos. Uno mide {a}°. ¿Cuántos grados mide el otro?",
        ),
        90 - a,
        [
            (180 - a, "takes_a_straight_line_for_a_right_angle"),
            (100 - a, "takes_100_for_a_right_angle"),
            (a, "takes_both_angles_as_equal"),
        ],
        ("[[90 - {a} = {answer}]].", "[[90 - {a} = {answer}]]."),
        figure=figure("angle", degrees=(a, 90 - a), labels=(f"{a}°", "?")),
        unit="°",
    )


@family("4.MD.C.7", 0.2, ANGLES, lambda p: 180 + sum(-x for x in p["known"]))
def rest_of_a_straight_line(rng: Rng) -> Draft:
    a, b = pick(rng, 20, 80), pick(rng, 20, 75)
    return number(
        {"known": (a, b)},
        (
            "Three angles make a straight line. Two are {a}° and {b}°. How large is the third?",
            "Tres ángulos forman una línea recta. Dos miden {a}° y {b}°. ¿Cuánto mide el tercero?",
        ),
        180 - a - b,
        [
            (180 - a, "uses_only_one_of_several"),
            (a + b, "stops_after_one_step"),
            (360 - a - b, "takes_a_full_turn_for_a_straight_line"),
            (90 - a if a < 90 else 0, "takes_a_right_angle_for_a_straight_line"),
        ],
        ("[[180 - {a} - {b} = {answer}]].", "[[180 - {a} - {b} = {answer}]]."),
        shown={"a": a, "b": b},
        figure=figure("angle", degrees=(a, b, 180 - a - b), labels=(f"{a}°", f"{b}°", "?")),
        unit="°",
    )


@family("4.MD.C.7", 0.3, ANGLES, lambda p: [(f"{a}°", f"{p['whole'] - a}°") for a in p["angles"]])
def partners_of_angles(rng: Rng) -> Draft:
    whole = choose(rng, [90, 180])
    angles: tuple[int, ...] = ()
    while len({*angles, *(whole - a for a in angles)}) < 6:
        angles = tuple(pick(rng, 3, whole // 5 - 3) * 5 for _ in range(3))
    return matching(
        {"whole": whole, "angles": angles},
        ("Which two angles make {whole}° together?", "¿Qué dos ángulos forman juntos {whole}°?"),
        [(f"{a}°", f"{whole - a}°") for a in angles],
        [],
        ("Take each angle from {whole}.", "Quita cada ángulo de {whole}."),
        left_over=[f"{whole}°"],
    )
