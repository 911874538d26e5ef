"""Level 7: scale, circles, angles, surface and volume."""

from __future__ import annotations

from fractions import Fraction

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    expression,
    family,
    matching,
    number,
    pick,
    show,
    table,
)
from ownpath.core.items.stimulus import figure

SCALE = (
    ("How much of the real thing is one step on the plan?", "¿Cuánto de lo real es un paso en el plano?"),
    (
        "Lengths grow by that factor, areas by its square.",
        "Los largos crecen por ese factor; las áreas, por su cuadrado.",
    ),
)


@family("7.G.A.1", -0.1, SCALE, lambda p: sum([Fraction(p["scale"])] * p["halves"]) / 2)
def real_length_from_a_map(rng: Rng) -> Draft:
    scale, halves = pick(rng, 2, 25), pick(rng, 3, 19)
    return number(
        {"scale": scale, "halves": halves},
        (
            "On a map 1 cm stands for {scale} km. Two towns are [[{cm}]] cm apart on the map. How many kilometers "
            "apart are they?",
            "En un mapa 1 cm representa {scale} km. Dos pueblos están a [[{cm}]] cm en el mapa. ¿A cuántos "
            "kilómetros están?",
        ),
        Fraction(scale * halves, 2),
        [
            (scale + Fraction(halves, 2), "adds_instead_of_multiplying"),
            (Fraction(halves, 2 * scale), "divides_instead_of_multiplying"),
            (scale * (halves // 2), "ignores_the_fraction"),
        ],
        ("[[{scale} × {cm} = {answer}]].", "[[{scale} × {cm} = {answer}]]."),
        shown={"cm": show(Fraction(halves, 2), "mixed")},
        unit="km",
    )


@family("7.G.A.1", 0.2, SCALE, lambda p: [p["a"] * p["k"] // p["n"], p["b"] * p["k"] // p["n"]])
def redraw_at_another_scale(rng: Rng) -> Draft:
    n, k = choose(rng, [(1, 2), (1, 3), (2, 3), (2, 1), (3, 2), (4, 1), (3, 1), (4, 3)])
    a, b = n * pick(rng, 2, 9), n * pick(rng, 2, 9)
    return table(
        {"n": n, "k": k, "a": a, "b": b},
        (
            "A rectangle of {a} by {b} cm is redrawn so that {n} cm becomes {k} cm. Fill in the new sides.",
            "Un rectángulo de {a} por {b} cm se vuelve a dibujar de modo que {n} cm pasan a ser {k} cm. Completa "
            "los lados nuevos.",
        ),
        [Fraction(a, n) * k, Fraction(b, n) * k],
        [
            [(a + k - n, "adds_the_same_to_both_parts"), (Fraction(a * n, k), "turns_the_rate_around")],
            [(b + k - n, "adds_the_same_to_both_parts"), (Fraction(b * n, k), "turns_the_rate_around")],
        ],
        ("Multiply both sides by [[{k}/{n}]].", "Multiplica los dos lados por [[{k}/{n}]]."),
        headings=[("old side", "lado viejo"), ("new side", "lado nuevo")],
        rows=[(a, None), (b, None)],
    )


@family("7.G.A.1", 0.5, SCALE, lambda p: (p["a"] * p["k"]) * (p["b"] * p["k"]))
def real_area_from_a_plan(rng: Rng) -> Draft:
    k, a, b = pick(rng, 2, 6), pick(rng, 2, 9), pick(rng, 2, 9)
    return number(
        {"k": k, "a": a, "b": b},
        (
            "On a plan 1 cm stands for {k} m. A room is {a} by {b} cm on the plan. How many square meters is the "
            "real room?",
            "En un plano 1 cm representa {k} m. Un cuarto mide {a} por {b} cm en el plano. ¿Cuántos metros "
            "cuadrados mide el cuarto real?",
        ),
        a * b * k**2,
        [
            (a * b * k, "scales_area_like_length"),
            (a * b, "ignores_the_scale"),
            (2 * k * (a + b), "takes_perimeter_for_area"),
        ],
        ("The real sides are {x} m and {y} m.", "Los lados reales miden {x} m y {y} m."),
        shown={"x": a * k, "y": b * k},
        unit="m2",
    )


CIRCLE = (
    (
        "Is the way around or the inside asked for? Radius or diameter?",
        "¿Se pide el contorno o el interior? ¿Radio o diámetro?",
    ),
    (
        "Around: π times the diameter. Inside: π times the radius squared.",
        "Contorno: π por el diámetro. Interior: π por el radio al cuadrado.",
    ),
)


@family("7.G.B.4", 0.0, CIRCLE, lambda p: f"{p['r']} * π * 2" if p["ask"] == "around" else f"{p['r']} * {p['r']} * π")
def circle_with_pi(rng: Rng) -> Draft:
    ask, r = choose(rng, ["around", "inside"]), pick(rng, 3, 30)
    given = choose(rng, ["radius", "diameter"])
    size = r if given == "radius" else 2 * r
    text = {"around": ("the way around", "el contorno"), "inside": ("the area", "el área")}[ask]
    name = {"radius": ("radius", "radio"), "diameter": ("diameter", "diámetro")}[given]
    return expression(
        {"ask": ask, "r": r, "given": given},
        (
            f"A circle has a {name[0]} of {size} cm. Write {text[0]} with π (you may type pi).",
            f"Un círculo tiene un {name[1]} de {size} cm. Escribe {text[1]} con π (puedes escribir pi).",
        ),
        f"{2 * r}π" if ask == "around" else f"{r * r}π",
        [
            (f"{r * r}π" if ask == "around" else f"{2 * r}π", "mixes_up_circumference_and_area"),
            (f"{2 * size}π" if ask == "around" else f"{size * size}π", "mixes_up_radius_and_diameter"),
            (f"{r}π", "mixes_up_radius_and_diameter"),
            (f"{2 * r}", "forgets_pi"),
        ],
        ("The radius is {r} cm.", "El radio mide {r} cm."),
        letters="",
    )


@family("7.G.B.4", 0.2, CIRCLE, lambda p: Fraction("3.14") * p["d"])
def way_around_a_wheel(rng: Rng) -> Draft:
    d = pick(rng, 2, 60) * 2
    return number(
        {"d": d},
        (
            "A wheel is {d} cm across. How many centimeters does it roll in one turn? Use 3.14 for π.",
            "Una rueda mide {d} cm de lado a lado. ¿Cuántos centímetros avanza en una vuelta? Usa 3.14 para π.",
        ),
        Fraction(314 * d, 100),
        [
            (Fraction(314 * d * d, 400), "mixes_up_circumference_and_area"),
            (Fraction(314 * d, 200), "mixes_up_radius_and_diameter"),
            (Fraction(314 * d, 50), "mixes_up_radius_and_diameter"),
            (d, "forgets_pi"),
        ],
        ("[[3.14 × {d}]].", "[[3.14 × {d}]]."),
        unit="cm",
        tolerance=Fraction(1, 20),
    )


@family(
    "7.G.B.4",
    0.4,
    CIRCLE,
    lambda p: (
        next(r for r in range(1, 100) if r * r == p["area"] if p["ask"] == "inside")
        if p["ask"] == "inside"
        else Fraction(p["area"], 2)
    ),
)
def radius_from_a_circle(rng: Rng) -> Draft:
    ask, r = choose(rng, ["inside", "around"]), pick(rng, 2, 30)
    value = r * r if ask == "inside" else 2 * r
    text = {
        "inside": ("area is {area}π square m", "área es {area}π m cuadrados"),
        "around": ("way around is {area}π m", "contorno es {area}π m"),
    }[ask]
    return number(
        {"ask": ask, "area": value},
        (f"The {text[0]}. What is the radius of this circle?", f"El {text[1]}. ¿Cuál es el radio de este círculo?"),
        r,
        [
            (Fraction(value, 2), "halves_instead_of_the_root"),
            (value, "stops_after_one_step"),
            (2 * r, "mixes_up_radius_and_diameter"),
        ],
        ("The radius is {answer} m.", "El radio mide {answer} m."),
        unit="m",
    )


ANGLES = (
    (
        "Which angles are equal, and which make a straight line?",
        "¿Qué ángulos son iguales y cuáles forman una línea recta?",
    ),
    ("Write it as an equation.", "Escríbelo como ecuación."),
)


@family(
    "7.G.B.5",
    0.0,
    ANGLES,
    lambda p: next(x for x in range(1, 180) if x + p["a"] == 180) if p["ask"] == "beside" else p["a"],
)
def crossing_lines(rng: Rng) -> Draft:
    ask, a = choose(rng, ["beside", "across"]), pick(rng, 21, 159)
    a = a if a != 90 else 91
    text = {"beside": ("right beside it", "justo al lado"), "across": ("straight across from it", "justo enfrente")}[
        ask
    ]
    return number(
        {"ask": ask, "a": a},
        (
            f"Two lines cross. One angle is {{a}}°. How large is the angle {text[0]}?",
            f"Dos rectas se cruzan. Un ángulo mide {{a}}°. ¿Cuánto mide el ángulo que está {text[1]}?",
        ),
        180 - a if ask == "beside" else a,
        [
            (a if ask == "beside" else 180 - a, "mixes_up_neighbor_and_opposite_angle"),
            (abs(90 - a), "takes_a_right_angle_for_a_straight_line"),
            (360 - a, "takes_a_full_turn_for_a_straight_line"),
        ],
        ("Beside: together 180°. Across: equal.", "Al lado: juntos 180°. Enfrente: iguales."),
        unit="°",
    )


@family("7.G.B.5", 0.3, ANGLES, lambda p: next(x for x in range(1, 180) if p["k"] * x + x + p["more"] == p["whole"]))
def angle_with_a_letter(rng: Rng) -> Draft:
    whole, k = choose(rng, [90, 180]), pick(rng, 1, 5)
    x = pick(rng, 8, whole // (k + 1) - 2)
    more = whole - k * x - x
    return number(
        {"whole": whole, "k": k, "more": more},
        (
            "Two angles make {whole}° together. One is x degrees, the other is [[{kx} + {more}]] degrees. Find x.",
            "Dos ángulos forman juntos {whole}°. Uno mide x grados y el otro [[{kx} + {more}]] grados. Halla x.",
        ),
        x,
        [
            (
                270 - whole - x if whole == 180 else 180 - x,
                "takes_a_right_angle_for_a_straight_line"
                if whole == 180
                else "takes_a_straight_line_for_a_right_angle",
            ),
            (Fraction(whole - more, k), "forgets_one_of_the_parts"),
            (Fraction(whole + more, k + 1), "undoes_with_the_same_operation"),
        ],
        ("[[{all}x + {more} = {whole}]], so x is {answer}.", "[[{all}x + {more} = {whole}]], así que x es {answer}."),
        shown={"kx": "x" if k == 1 else f"{k}x", "all": k + 1},
        before="x =",
    )


_SIZES = (90, 180, 360)


@family(
    "7.G.B.5",
    0.4,
    ANGLES,
    lambda p: [
        (f"from {p['a']}° to {size}°", f"{next(x for x in range(360) if p['a'] + x == size)}°") for size in _SIZES
    ],
)
def angle_to_fill_up(rng: Rng) -> Draft:
    a = pick(rng, 11, 79)
    ways = [(f"from {a}° to {size}°", f"de {a}° a {size}°") for size in _SIZES]
    return matching(
        {"a": a},
        ("How many degrees are missing to reach each size?", "¿Cuántos grados faltan para llegar a cada tamaño?"),
        [(way, f"{size - a}°") for way, size in zip(ways, _SIZES, strict=True)],
        [
            ((ways[0], f"{180 - a}°"), "takes_a_straight_line_for_a_right_angle"),
            ((ways[1], f"{90 - a}°"), "takes_a_right_angle_for_a_straight_line"),
            ((ways[1], f"{360 - a}°"), "takes_a_full_turn_for_a_straight_line"),
        ],
        ("Take {a} from each.", "Quita {a} de cada uno."),
        left_over=[f"{270 - a}°"],
    )


SOLID = (
    ("Paint covers faces, sand fills the inside.", "La pintura cubre caras; la arena llena el interior."),
    ("Write down every face, or the base and the height.", "Anota cada cara, o la base y la altura."),
)


@family(
    "7.G.B.6", 0.0, SOLID, lambda p: sum(2 * x * y for x, y in ((p["a"], p["b"]), (p["b"], p["c"]), (p["a"], p["c"])))
)
def surface_of_a_box(rng: Rng) -> Draft:
    a, b, c = pick(rng, 2, 10), pick(rng, 2, 10), pick(rng, 2, 10)
    return number(
        {"a": a, "b": b, "c": c},
        (
            "A box is {a} by {b} by {c} feet. How many square feet of paper cover all its faces?",
            "Una caja mide {a} por {b} por {c} pies. ¿Cuántos pies cuadrados de papel cubren todas sus caras?",
        ),
        2 * (a * b + b * c + a * c),
        [
            (a * b * c, "takes_volume_for_surface"),
            (a * b + b * c + a * c, "counts_each_face_once"),
            (2 * (a + b + c), "adds_sides_for_volume"),
        ],
        (
            "Three pairs of faces: {x}, {y} and {z}, each twice.",
            "Tres pares de caras: {x}, {y} y {z}, cada una dos veces.",
        ),
        shown={"x": a * b, "y": b * c, "z": a * c},
        unit="ft2",
    )


@family("7.G.B.6", 0.3, SOLID, lambda p: Fraction(p["base"] * p["height"], 2) * p["long"])
def volume_of_a_tent(rng: Rng) -> Draft:
    base, height, long = pick(rng, 2, 8) * 2, pick(rng, 2, 9), pick(rng, 3, 15)
    return number(
        {"base": base, "height": height, "long": long},
        (
            "A tent is {long} m long. Its front is the triangle below. How many cubic meters does it hold?",
            "Una carpa mide {long} m de largo. Su frente es el triángulo de abajo. ¿Cuántos metros cúbicos caben?",
        ),
        base * height * long // 2,
        [
            (base * height * long, "forgets_the_half"),
            (base + height + long, "adds_sides_for_volume"),
            (base * height // 2, "takes_area_for_volume"),
        ],
        ("The front has {front} square meters; times {long}.", "El frente tiene {front} metros cuadrados; por {long}."),
        shown={"front": base * height // 2},
        figure=figure(
            "triangle",
            base=str(base),
            height=str(height),
            top="1/2",
            base_label=f"{base} m",
            height_label=f"{height} m",
        ),
        unit="m3",
    )


@family("7.G.B.6", 0.4, SOLID, lambda p: {"paint": ("faces", "surface"), "sand": ("inside", "volume")}[p["what"]][1])
def surface_or_volume(rng: Rng) -> Draft:
    what, a, b, c = choose(rng, ["paint", "sand"]), pick(rng, 2, 9), pick(rng, 2, 9), pick(rng, 2, 9)
    texts = {
        "paint": (
            "how much paint covers a box of {a} by {b} by {c} m",
            "cuánta pintura cubre una caja de {a} por {b} por {c} m",
        ),
        "sand": (
            "how much sand fills a box of {a} by {b} by {c} m",
            "cuánta arena llena una caja de {a} por {b} por {c} m",
        ),
    }[what]
    surface, volume = ("surface", "superficie"), ("volume", "volumen")
    right, other = (surface, volume) if what == "paint" else (volume, surface)
    return choice(
        {"what": what, "a": a, "b": b, "c": c},
        (f"You want to know {texts[0]}. What do you need?", f"Quieres saber {texts[1]}. ¿Qué necesitas?"),
        right,
        [
            (other, "takes_volume_for_surface" if what == "paint" else "takes_surface_for_volume"),
            (("length of all edges", "largo de todas las aristas"), "adds_sides_for_volume"),
        ],
        ("Covering is surface, filling is volume.", "Cubrir es superficie; llenar es volumen."),
    )
