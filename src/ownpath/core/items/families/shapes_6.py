"""Level 6: areas of cut shapes, boxes with fraction sides, corners on the grid."""

from __future__ import annotations

from fractions import Fraction

from ownpath.core.items.families.authoring import Draft, Rng, choice, choose, family, number, pick, show, table
from ownpath.core.items.stimulus import figure

CUT = (
    ("Which rectangle does the shape fit into?", "¿En qué rectángulo cabe la figura?"),
    ("A triangle is half of such a rectangle.", "Un triángulo es la mitad de ese rectángulo."),
)


@family("6.G.A.1", -0.1, CUT, lambda p: Fraction(sum([p["base"]] * p["height"]), 2))
def area_of_a_triangle(rng: Rng) -> Draft:
    base, height, top = pick(rng, 4, 16), pick(rng, 3, 12), choose(rng, ["0", "1/3", "1/2", "2/3"])
    return number(
        {"base": base, "height": height, "top": top},
        ("Find the area of the triangle.", "Halla el área del triángulo."),
        Fraction(base * height, 2),
        [
            (base * height, "forgets_the_half"),
            (base + height, "adds_two_sides_for_area"),
            (2 * (base + height), "takes_perimeter_for_area"),
        ],
        ("Half of [[{base} × {height}]] is [[{answer}]].", "La mitad de [[{base} × {height}]] es [[{answer}]]."),
        figure=figure(
            "triangle",
            base=str(base),
            height=str(height),
            top=top,
            base_label=f"{base} cm",
            height_label=f"{height} cm",
        ),
        unit="cm2",
    )


@family("6.G.A.1", 0.3, CUT, lambda p: p["across"] * p["down"] + Fraction(p["across"] * p["roof"], 2))
def area_of_a_house_front(rng: Rng) -> Draft:
    across, down, roof = pick(rng, 4, 12), pick(rng, 3, 9), pick(rng, 2, 8)
    wall, gable = across * down, Fraction(across * roof, 2)
    return number(
        {"across": across, "down": down, "roof": roof},
        (
            "The front of a house is a rectangle {across} m wide and {down} m high with a triangle on top that is "
            "{roof} m high. What is its area?",
            "El frente de una casa es un rectángulo de {across} m de ancho y {down} m de alto con un triángulo "
            "encima de {roof} m de alto. ¿Cuál es su área?",
        ),
        Fraction(across * (2 * down + roof), 2),
        [
            (across * (down + roof), "forgets_the_half"),
            (wall, "stops_after_one_step"),
            (wall * gable, "multiplies_the_parts_of_a_sum"),
            (gable, "stops_after_one_step"),
        ],
        ("{wall} and [[{gable}]] make [[{answer}]].", "{wall} y [[{gable}]] son [[{answer}]]."),
        shown={"wall": wall, "gable": gable},
        unit="m2",
    )


@family(
    "6.G.A.1",
    0.4,
    CUT,
    lambda p: next(Fraction(h, 2) for h in range(1, 400) if Fraction(h, 2) * p["base"] == 2 * p["area"]),
)
def height_from_the_area(rng: Rng) -> Draft:
    base, height = pick(rng, 2, 10) * 2, pick(rng, 3, 15)
    return number(
        {"base": base, "area": base * height // 2},
        (
            "A triangle has an area of {area} square cm. Its base is {base} cm. What is its height?",
            "Un triángulo tiene un área de {area} cm cuadrados. Su base mide {base} cm. ¿Cuál es su altura?",
        ),
        height,
        [
            (Fraction(height, 2), "forgets_the_half"),
            (base * height // 2 - base, "subtracts_instead_of_dividing"),
            (base * height // 2 * base, "multiplies_instead_of_dividing"),
        ],
        (
            "Twice the area is {twice}; divided by {base} it is {answer}.",
            "El doble del área es {twice}; entre {base} es {answer}.",
        ),
        shown={"twice": base * height},
        unit="cm",
    )


BOX = (
    ("Write each side as one fraction.", "Escribe cada lado como una sola fracción."),
    ("Length times width times height.", "Largo por ancho por alto."),
)


@family("6.G.A.2", 0.0, BOX, lambda p: Fraction(p["a"]) * Fraction(p["b"]) * Fraction(p["c"]))
def volume_with_fractions(rng: Rng) -> Draft:
    halves, b, c = pick(rng, 3, 15), pick(rng, 2, 8), pick(rng, 2, 8)
    halves += halves % 2 == 0
    a = Fraction(halves, 2)
    return number(
        {"a": str(a), "b": b, "c": c},
        (
            "A box is [[{long}]] inches long, {b} inches wide and {c} inches high. What is its volume?",
            "Una caja mide [[{long}]] pulgadas de largo, {b} de ancho y {c} de alto. ¿Cuál es su volumen?",
        ),
        Fraction(halves * b * c, 2),
        [
            (halves // 2 * b * c, "ignores_the_fraction"),
            (a + b + c, "adds_sides_for_volume"),
            (a * b, "takes_area_for_volume"),
            (halves // 2 * b * c + Fraction(1, 2), "multiplies_only_one_part"),
        ],
        ("[[{answer:mixed}]] cubic inches.", "[[{answer:mixed}]] pulgadas cúbicas."),
        shown={"long": show(a, "mixed")},
        unit="in3",
    )


@family("6.G.A.2", 0.3, BOX, lambda p: Fraction(p["a"] * p["b"] * p["c"]) / Fraction(1, p["n"] ** 3))
def small_cubes_in_a_box(rng: Rng) -> Draft:
    n, a, b, c = choose(rng, [2, 3]), pick(rng, 2, 5), pick(rng, 2, 5), pick(rng, 2, 4)
    return number(
        {"n": n, "a": a, "b": b, "c": c},
        (
            "How many cubes with sides of [[1/{n}]] foot fill a box of {a} by {b} by {c} feet?",
            "¿Cuántos cubos de [[1/{n}]] de pie de lado llenan una caja de {a} por {b} por {c} pies?",
        ),
        (a * n) * (b * n) * (c * n),
        [
            (a * b * c * n, "scales_volume_like_length"),
            (a * b * c * n * n, "scales_volume_like_area"),
            (Fraction(a * b * c, n), "multiplies_instead_of_dividing"),
            (a * b * c, "ignores_the_fraction"),
        ],
        (
            "{n} fit along each foot: [[{x} × {y} × {z} = {answer}]].",
            "Caben {n} por cada pie: [[{x} × {y} × {z} = {answer}]].",
        ),
        shown={"x": a * n, "y": b * n, "z": c * n},
    )


@family("6.G.A.2", 0.4, BOX, lambda p: Fraction(p["v"]) / (p["a"] * p["b"]))
def height_of_the_water(rng: Rng) -> Draft:
    a, b, quarters = pick(rng, 2, 9), pick(rng, 2, 9), pick(rng, 3, 25)
    v = Fraction(a * b * quarters, 4)
    return number(
        {"a": a, "b": b, "v": str(v)},
        (
            "A tank with a floor of {a} by {b} feet holds [[{water}]] cubic feet of water. How high is the water?",
            "Un tanque con piso de {a} por {b} pies tiene [[{water}]] pies cúbicos de agua. ¿Qué altura tiene el agua?",
        ),
        Fraction(quarters, 4),
        [
            (v / a, "divides_by_one_side_only"),
            (v - a * b, "subtracts_instead_of_dividing"),
            (v * a * b, "multiplies_instead_of_dividing"),
        ],
        ("[[{water} ÷ {floor} = {answer:mixed}]].", "[[{water} ÷ {floor} = {answer:mixed}]]."),
        shown={"floor": a * b, "water": show(v, "mixed")},
        unit="ft",
    )


CORNERS = (
    ("Which number is the same in both points?", "¿Qué número es igual en los dos puntos?"),
    (
        "Count the steps between the other two numbers, through zero if need be.",
        "Cuenta los pasos entre los otros dos números, pasando por cero si hace falta.",
    ),
)


@family("6.G.A.3", 0.0, CORNERS, lambda p: len(range(min(p["x"]), max(p["x"]))))
def length_of_a_side(rng: Rng) -> Draft:
    one, other, y = pick(rng, -7, -1), pick(rng, 1, 7), pick(rng, -7, 7)
    return number(
        {"x": (one, other), "y": y},
        ("How long is the side from ({a}, {y}) to ({b}, {y})?", "¿Cuánto mide el lado de ({a}, {y}) a ({b}, {y})?"),
        other - one,
        [
            (abs(other + one), "subtracts_without_signs"),
            (other - one + 1, "counts_marks_not_steps"),
            (other, "forgets_the_start"),
        ],
        ("From {a} to zero and on to {b}: {answer} steps.", "De {a} a cero y de ahí a {b}: {answer} pasos."),
        shown={"a": one, "b": other},
        figure=figure("grid", least=-8, most=8, points=((one, y, "A"), (other, y, "B")), joined="open"),
    )


@family(
    "6.G.A.3",
    0.2,
    CORNERS,
    lambda p: "({}, {})".format(
        sum(x for x, _ in p["corners"]) - 2 * p["corners"][1][0],
        sum(y for _, y in p["corners"]) - 2 * p["corners"][1][1],
    ),
)
def fourth_corner(rng: Rng) -> Draft:
    x, y, wide, high = pick(rng, -6, 1), pick(rng, -6, 1), pick(rng, 2, 6), pick(rng, 2, 6)
    while wide == high or x + wide == y + high:
        x, wide, high = pick(rng, -6, 1), pick(rng, 2, 6), pick(rng, 2, 6)
    corners = ((x, y), (x + wide, y), (x + wide, y + high))
    return choice(
        {"corners": corners},
        (
            "A, B and C are corners of a rectangle. Where is the fourth corner?",
            "A, B y C son esquinas de un rectángulo. ¿Dónde está la cuarta?",
        ),
        f"({x}, {y + high})",
        [
            (f"({y + high}, {x})", "swaps_coordinates"),
            (f"({x + wide}, {y + high + 1})", "counts_marks_not_steps"),
            (f"({-x - 1}, {y + high})", "ignores_the_sign"),
        ],
        ("It is across like A and up like C.", "Está a lo ancho como A y a lo alto como C."),
        figure=figure(
            "grid",
            least=-8,
            most=8,
            points=tuple((a, b, letter) for (a, b), letter in zip(corners, "ABC", strict=True)),
        ),
    )


@family(
    "6.G.A.3",
    0.4,
    CORNERS,
    lambda p: [
        2 * (abs(p["a"][0] - p["c"][0]) + abs(p["a"][1] - p["c"][1])),
        abs((p["a"][0] - p["c"][0]) * (p["a"][1] - p["c"][1])),
    ],
)
def edge_and_area_on_the_grid(rng: Rng) -> Draft:
    x, y, wide, high = pick(rng, -7, 0), pick(rng, -7, 0), pick(rng, 2, 7), pick(rng, 2, 7)
    corners = ((x, y, "A"), (x + wide, y, "B"), (x + wide, y + high, "C"), (x, y + high, "D"))
    return table(
        {"a": (x, y), "c": (x + wide, y + high)},
        ("Find the way around the rectangle and its area.", "Halla el contorno del rectángulo y su área."),
        [wide + high + wide + high, wide * high],
        [
            [(wide + high, "adds_only_the_marked_sides"), (wide * high, "takes_area_for_perimeter")],
            [(2 * (wide + high), "takes_perimeter_for_area"), (wide + high, "adds_two_sides_for_area")],
        ],
        ("The sides are {wide} and {high}.", "Los lados miden {wide} y {high}."),
        shown={"wide": wide, "high": high},
        figure=figure("grid", least=-8, most=8, points=corners, joined="closed"),
        headings=[("part", "parte"), ("number", "número")],
        rows=[(("way around", "contorno"), None), (("area", "área"), None)],
    )


@family("6.G.A.2", 0.1, BOX, lambda p: f"{p['a'] * 2 + 1}/2 × {p['b']} × {p['c']}")
def product_for_a_volume(rng: Rng) -> Draft:
    a, b, c = pick(rng, 1, 9), pick(rng, 2, 9), pick(rng, 2, 9)
    half = f"{2 * a + 1}/2"
    return choice(
        {"a": a, "b": b, "c": c},
        (
            "Which gives the volume of a box of [[{a} 1/2]] by {b} by {c} m?",
            "¿Cuál da el volumen de una caja de [[{a} 1/2]] por {b} por {c} m?",
        ),
        f"{half} × {b} × {c}",
        [
            (f"{half} + {b} + {c}", "adds_sides_for_volume"),
            (f"{a} × {b} × {c} + 1/2", "multiplies_only_one_part"),
            (f"{half} × {b}", "takes_area_for_volume"),
        ],
        ("[[{a} 1/2]] is the first side as one fraction.", "[[{a} 1/2]] es el primer lado como una sola fracción."),
    )
