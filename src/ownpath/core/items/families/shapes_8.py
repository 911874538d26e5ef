"""Level 8: angles, right triangles, distances, round solids, moved shapes."""

from __future__ import annotations

from fractions import Fraction
from math import hypot, isqrt

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choose,
    expression,
    family,
    in_order,
    number,
    pick,
    table,
)
from ownpath.core.items.stimulus import figure

TRIPLES = [(3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (9, 40, 41), (12, 35, 37)]
SIDES = [(k * a, k * b, k * c) for a, b, c in TRIPLES for k in range(1, 8) if k * c <= 75]
RIGHT = (
    (
        "Which side lies across from the right angle? It is the longest.",
        "¿Qué lado está frente al ángulo recto? Es el más largo.",
    ),
    (
        "The squares of the two short sides make the square of the longest.",
        "Los cuadrados de los lados cortos suman el cuadrado del más largo.",
    ),
)


def _sides(rng: Rng) -> tuple[int, int, int]:
    a, b, c = choose(rng, SIDES)
    return (a, b, c) if rng.integers(2) else (b, a, c)


@family("8.G.B.7", 0.0, RIGHT, lambda p: int(hypot(p["a"], p["b"])))
def longest_side(rng: Rng) -> Draft:
    a, b, c = _sides(rng)
    return number(
        {"a": a, "b": b},
        (
            "How long is the slanted side of the right triangle?",
            "¿Cuánto mide el lado inclinado del triángulo rectángulo?",
        ),
        c,
        [
            (a + b, "adds_the_short_sides"),
            (a * a + b * b, "forgets_the_root"),
            (Fraction(a * b, 2), "takes_area_for_a_side"),
        ],
        (
            "[[{a}^2 + {b}^2 = {square}]], and its root is {answer}.",
            "[[{a}^2 + {b}^2 = {square}]], y su raíz es {answer}.",
        ),
        shown={"square": c * c},
        figure=figure(
            "triangle",
            base=str(a),
            height=str(b),
            top="0",
            base_label=f"{a} cm",
            height_label=f"{b} cm",
            slope_label="?",
        ),
        unit="cm",
    )


@family("8.G.B.7", 0.2, RIGHT, lambda p: isqrt(p["c"] ** 2 - p["a"] ** 2))
def height_of_a_ladder(rng: Rng) -> Draft:
    a, b, c = _sides(rng)
    return number(
        {"a": a, "c": c},
        (
            "A {c} ft ladder leans on a wall. Its foot is {a} ft from the wall. How high does it reach?",
            "Una escalera de {c} pies se apoya en una pared. Su pie está a {a} pies de la pared. ¿A qué altura llega?",
        ),
        b,
        [(c - a, "subtracts_the_sides"), (c + a, "adds_the_short_sides"), (c * c - a * a, "forgets_the_root")],
        (
            "[[{c}^2 - {a}^2 = {square}]], and its root is {answer}.",
            "[[{c}^2 - {a}^2 = {square}]], y su raíz es {answer}.",
        ),
        shown={"square": b * b},
        unit="ft",
    )


@family("8.G.B.7", 0.4, RIGHT, lambda p: f"√{sum(x * x for x in (p['a'], p['b']))}")
def side_as_a_root(rng: Rng) -> Draft:
    a, b = pick(rng, 1, 9), pick(rng, 2, 12)
    while isqrt(a * a + b * b) ** 2 == a * a + b * b:
        b = pick(rng, 2, 12)
    return expression(
        {"a": a, "b": b},
        (
            "The short sides of a right triangle are {a} and {b}. Write the longest side exactly, with a root (√ "
            "or sqrt).",
            "Los lados cortos de un triángulo rectángulo miden {a} y {b}. Escribe el lado más largo exacto, con "
            "una raíz (√ o sqrt).",
        ),
        f"√{a * a + b * b}",
        [
            (f"{a + b}", "adds_the_short_sides"),
            (f"√{a + b}", "forgets_to_square"),
            (f"{a * a + b * b}", "forgets_the_root"),
            (f"√{abs(a * a - b * b)}", "adds_or_subtracts_the_wrong_way"),
        ],
        ("[[√({a}^2 + {b}^2) = √{sum}]].", "[[√({a}^2 + {b}^2) = √{sum}]]."),
        shown={"sum": a * a + b * b},
        letters="",
    )


GRID = (
    ("Draw a right triangle between the two points.", "Dibuja un triángulo rectángulo entre los dos puntos."),
    (
        "How far across, how far up? Then use the squares.",
        "¿Cuánto a lo ancho, cuánto a lo alto? Luego usa los cuadrados.",
    ),
)
_STEPS = [(3, 4), (4, 3), (6, 8), (8, 6), (5, 12), (12, 5)]


@family("8.G.B.8", 0.0, GRID, lambda p: isqrt((p["a"][0] - p["b"][0]) ** 2 + (p["a"][1] - p["b"][1]) ** 2))
def distance_on_the_grid(rng: Rng) -> Draft:
    across, up = choose(rng, _STEPS)
    x, y = pick(rng, -8, 8 - across), pick(rng, -8, 8 - up)
    return number(
        {"a": (x, y), "b": (x + across, y + up)},
        ("How far apart are A and B?", "¿A qué distancia están A y B?"),
        {7: 5, 14: 10, 17: 13}[across + up],
        [
            (across + up, "adds_the_short_sides"),
            (across**2 + up**2, "forgets_the_root"),
            (max(across, up), "reads_one_coordinate_only"),
        ],
        ("{across} across and {up} up make {answer}.", "{across} a lo ancho y {up} a lo alto dan {answer}."),
        shown={"across": across, "up": up},
        figure=figure("grid", least=-8, most=8, points=((x, y, "A"), (x + across, y + up, "B"))),
    )


@family(
    "8.G.B.8",
    0.2,
    GRID,
    lambda p: [
        abs(p["b"][0] - p["a"][0]),
        abs(p["b"][1] - p["a"][1]),
        (p["b"][0] - p["a"][0]) ** 2 + (p["b"][1] - p["a"][1]) ** 2,
    ],
)
def steps_of_a_distance(rng: Rng) -> Draft:
    x, y, across, up = pick(rng, -9, 9), pick(rng, -9, 9), pick(rng, 2, 9), pick(rng, 2, 9)
    return table(
        {"a": (x, y), "b": (x + across, y - up)},
        (
            "Find the distance from ({x}, {y}) to ({u}, {v}) step by step.",
            "Halla la distancia de ({x}, {y}) a ({u}, {v}) paso a paso.",
        ),
        [across, up, across * across + up * up],
        [
            [(abs(x + x + across), "subtracts_without_signs")],
            [(abs(y + y - up), "subtracts_without_signs")],
            [((across + up) ** 2, "squares_the_sum"), (across + up, "forgets_to_square")],
        ],
        ("Square both steps and add them.", "Eleva los dos pasos al cuadrado y súmalos."),
        shown={"x": x, "y": y, "u": x + across, "v": y - up},
        headings=[("step", "paso"), ("number", "número")],
        rows=[
            (("across", "a lo ancho"), None),
            (("up or down", "a lo alto"), None),
            (("distance squared", "distancia al cuadrado"), None),
        ],
    )


@family("8.G.B.8", 0.4, GRID, lambda p: [f"({x}, {y})" for x, y in sorted(p["points"], key=lambda at: hypot(*at))])
def points_by_their_distance(rng: Rng) -> Draft:
    points: list[tuple[int, int]] = []
    while len({x * x + y * y for x, y in points}) < 3:
        points = [(pick(rng, -9, 9), pick(rng, -9, 9)) for _ in range(3)]
    ordered = sorted(points, key=lambda at: at[0] * at[0] + at[1] * at[1])
    return in_order(
        {"points": tuple(sorted(points))},
        (
            "Put these points in order by how far they are from (0, 0).",
            "Ordena estos puntos por su distancia a (0, 0).",
        ),
        [f"({x}, {y})" for x, y in ordered],
        [
            (
                [f"({x}, {y})" for x, y in sorted(points, key=lambda at: abs(at[0]) + abs(at[1]))],
                "adds_the_short_sides",
            ),
            ([f"({x}, {y})" for x, y in sorted(points, key=sum)], "subtracts_without_signs"),
        ],
        ("Compare the sums of the squares.", "Compara las sumas de los cuadrados."),
        first=("nearest", "más cerca"),
        last=("farthest", "más lejos"),
    )


ROUND = (
    ("What is the base, and how high is the solid?", "¿Cuál es la base y qué altura tiene el cuerpo?"),
    ("A cone holds a third of its cylinder.", "En un cono cabe un tercio de su cilindro."),
)


@family("8.G.C.9", 0.0, ROUND, lambda p: f"{p['h']} * π * {p['r']}^2")
def volume_of_a_can(rng: Rng) -> Draft:
    r, h = pick(rng, 2, 9), pick(rng, 3, 20)
    return expression(
        {"r": r, "h": h},
        (
            "A can has a radius of {r} cm and is {h} cm high. Write its volume with π (you may type pi).",
            "Una lata tiene un radio de {r} cm y {h} cm de alto. Escribe su volumen con π (puedes escribir pi).",
        ),
        f"{r * r * h}π",
        [
            (f"{2 * r * h}π", "mixes_up_circumference_and_area"),
            (f"{r * h * h}π", "squares_the_wrong_length"),
            (f"{r * r * h}", "forgets_pi"),
            (f"{4 * r * r * h}π", "mixes_up_radius_and_diameter"),
        ],
        ("The base is [[{square}π]]; times {h}.", "La base es [[{square}π]]; por {h}."),
        shown={"square": r * r},
        letters="",
    )


@family("8.G.C.9", 0.2, ROUND, lambda p: f"π * {p['r']}^2 * {p['h']} / 3")
def volume_of_a_cone(rng: Rng) -> Draft:
    r, h = pick(rng, 2, 9), pick(rng, 1, 8) * 3
    return expression(
        {"r": r, "h": h},
        (
            "An ice cream cone is {h} cm high and has a radius of {r} cm. Write its volume with π.",
            "Un cono de helado mide {h} cm de alto y tiene un radio de {r} cm. Escribe su volumen con π.",
        ),
        f"{r * r * h // 3}π",
        [
            (f"{r * r * h}π", "forgets_the_third"),
            (f"({r * r * h}/2)π", "takes_half_for_a_third"),
            (f"{2 * r * h // 3}π", "mixes_up_circumference_and_area"),
            (f"{r * r * h // 3}", "forgets_pi"),
        ],
        ("A third of [[{whole}π]].", "Un tercio de [[{whole}π]]."),
        shown={"whole": r * r * h},
        letters="",
    )


@family(
    "8.G.C.9",
    0.4,
    ROUND,
    lambda p: Fraction(p["v"]) / p["r"] ** 2 if p["solid"] == "can" else Fraction(p["v"]) * 3 / p["r"] ** 2,
)
def height_of_a_round_solid(rng: Rng) -> Draft:
    solid, r, h = choose(rng, ["can", "cone"]), pick(rng, 2, 9), pick(rng, 1, 8) * 3
    v = r * r * h if solid == "can" else r * r * h // 3
    name = {"can": ("can", "lata"), "cone": ("cone", "cono")}[solid]
    article = {"can": "Una", "cone": "Un"}[solid]
    return number(
        {"solid": solid, "r": r, "v": v},
        (
            f"A {name[0]} holds {{v}}π cubic cm. Its radius is {{r}} cm. How high is it?",
            f"{article} {name[1]} tiene {{v}}π cm cúbicos. Su radio mide {{r}} cm. ¿Cuánto mide de alto?",
        ),
        h,
        [
            (Fraction(v, r), "forgets_to_square"),
            (
                Fraction(v, r * r) if solid == "cone" else Fraction(3 * v, r * r),
                "forgets_the_third" if solid == "cone" else "takes_a_can_for_a_cone",
            ),
            (Fraction(v, 2 * r), "mixes_up_circumference_and_area"),
        ],
        ("Divide by [[{r}^2]]: {answer}.", "Divide entre [[{r}^2]]: {answer}."),
        unit="cm",
    )
