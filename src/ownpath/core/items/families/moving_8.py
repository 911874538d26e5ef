"""Level 8: angles at triangles and lines, shapes that are moved."""

from __future__ import annotations

from fractions import Fraction

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    number,
    pick,
    table,
)

PARALLEL = (
    ("The three angles of a triangle make 180 degrees.", "Los tres ángulos de un triángulo suman 180 grados."),
    (
        "An outer angle and its neighbor inside make a straight line.",
        "Un ángulo exterior y su vecino interior forman una línea recta.",
    ),
)


@family("8.G.A.5", -0.1, PARALLEL, lambda p: next(x for x in range(1, 180) if x + p["a"] + p["b"] == 180))
def third_angle(rng: Rng) -> Draft:
    a, b = pick(rng, 20, 95), pick(rng, 20, 80)
    return number(
        {"a": a, "b": b},
        (
            "Two angles of a triangle are {a}° and {b}°. How large is the third?",
            "Dos ángulos de un triángulo miden {a}° y {b}°. ¿Cuánto mide el tercero?",
        ),
        180 - a - b,
        [
            (a + b, "stops_after_one_step"),
            (360 - a - b, "takes_a_full_turn_for_a_straight_line"),
            (180 - a, "uses_only_one_of_several"),
        ],
        ("[[180 - {a} - {b} = {answer}]].", "[[180 - {a} - {b} = {answer}]]."),
        unit="°",
    )


@family("8.G.A.5", 0.2, PARALLEL, lambda p: 180 - (180 - p["a"] - p["b"]))
def outer_angle(rng: Rng) -> Draft:
    a, b = pick(rng, 20, 85), pick(rng, 20, 80)
    while a == b:
        b = pick(rng, 20, 80)
    return number(
        {"a": a, "b": b},
        (
            "Two angles of a triangle are {a}° and {b}°. A side is made longer at the third corner. How large is "
            "the outer angle there?",
            "Dos ángulos de un triángulo miden {a}° y {b}°. Se alarga un lado en la tercera esquina. ¿Cuánto mide "
            "el ángulo exterior ahí?",
        ),
        a + b,
        [
            (180 - a - b, "takes_the_inner_for_the_outer_angle"),
            (360 - a - b, "takes_a_full_turn_for_a_straight_line"),
            (180 - a, "uses_only_one_of_several"),
        ],
        ("Inside it is {inner}°; beside it {answer}°.", "Dentro mide {inner}°; al lado, {answer}°."),
        shown={"inner": 180 - a - b},
        unit="°",
    )


@family("8.G.A.5", 0.3, PARALLEL, lambda p: f"{180 - p['a']}°" if p["where"] in {"beside", "inside"} else f"{p['a']}°")
def angles_at_parallel_lines(rng: Rng) -> Draft:
    where, a = choose(rng, ["beside", "same", "cross", "inside"]), pick(rng, 31, 149)
    a = a if a != 90 else 92
    text = {
        "beside": ("right beside it on the same line", "justo al lado en la misma recta"),
        "same": ("in the same place at the other line", "en el mismo lugar en la otra recta"),
        "cross": (
            "between the lines, on the other side of the crossing line",
            "entre las rectas, al otro lado de la recta que cruza",
        ),
        "inside": (
            "between the lines, on the same side of the crossing line",
            "entre las rectas, del mismo lado de la recta que cruza",
        ),
    }[where]
    equal = where in {"same", "cross"}
    right, other = (a, 180 - a) if equal else (180 - a, a)
    return choice(
        {"where": where, "a": a},
        (
            f"A line crosses two parallel lines. An angle between them is {{a}}°. How large is the angle {text[0]}?",
            f"Una recta cruza dos paralelas. Un ángulo entre ellas mide {{a}}°. ¿Cuánto mide el ángulo que está "
            f"{text[1]}?",
        ),
        f"{right}°",
        [
            (f"{other}°", "mixes_up_neighbor_and_opposite_angle"),
            (f"{abs(90 - a)}°", "takes_a_right_angle_for_a_straight_line"),
            (f"{360 - a}°", "takes_a_full_turn_for_a_straight_line"),
        ],
        ("Equal angles, or together 180°.", "Ángulos iguales, o juntos 180°."),
    )


MOVE = (
    ("What happens to x, what to y?", "¿Qué le pasa a x y qué a y?"),
    ("Do it for one point and check with a sketch.", "Hazlo con un punto y comprueba con un dibujo."),
)


@family("8.G.A.3", -0.1, MOVE, lambda p: [sum((p["at"][0], p["move"][0])), sum((p["at"][1], p["move"][1]))])
def slide_a_point(rng: Rng) -> Draft:
    x, y, right, up = pick(rng, -9, 9), pick(rng, -9, 9), -pick(rng, 1, 9), pick(rng, 1, 9)
    return table(
        {"at": (x, y), "move": (right, up)},
        (
            "The point ({x}, {y}) slides {left} to the left and {up} up. Where is it now?",
            "El punto ({x}, {y}) se desliza {left} a la izquierda y {up} hacia arriba. ¿Dónde está ahora?",
        ),
        [x + right, y + up],
        [
            [(x - right, "goes_the_wrong_way"), (x + up, "swaps_coordinates")],
            [(y - up, "goes_the_wrong_way"), (y + right, "swaps_coordinates")],
        ],
        ("x changes by [[{right}]], y by {up}.", "x cambia [[{right}]]; y cambia {up}."),
        shown={"x": x, "y": y, "left": -right, "right": right, "up": up},
        headings=[("number", "número"), ("value", "valor")],
        rows=[("x", None), ("y", None)],
    )


@family(
    "8.G.A.3",
    0.2,
    MOVE,
    lambda p: "({}, {})".format(*{"90": (-p["at"][1], p["at"][0]), "180": (-p["at"][0], -p["at"][1])}[p["turn"]]),
)
def turn_a_point(rng: Rng) -> Draft:
    x, y, turn = pick(rng, 1, 9), pick(rng, 1, 9) * choose(rng, [-1, 1]), choose(rng, ["90", "180"])
    while abs(x) == abs(y):
        y = pick(rng, 1, 9)
    z = complex(x, y) * (1j if turn == "90" else -1)
    options = [(-y, x), (-x, -y), (y, -x), (x, -y)]
    right = (int(z.real), int(z.imag))
    return choice(
        {"at": (x, y), "turn": turn},
        (
            "The point ({x}, {y}) turns {turn}° to the left around (0, 0). Where is it now?",
            "El punto ({x}, {y}) gira {turn}° a la izquierda alrededor de (0, 0). ¿Dónde está ahora?",
        ),
        f"({right[0]}, {right[1]})",
        [
            (f"({a}, {b})", "turns_the_wrong_way" if (a, b) == (y, -x) else "mixes_up_turns_and_mirrors")
            for a, b in options
            if (a, b) != right
        ],
        ("Sketch it: the distance from (0, 0) stays the same.", "Dibújalo: la distancia a (0, 0) no cambia."),
        shown={"x": x, "y": y},
    )


@family(
    "8.G.A.3", 0.3, MOVE, lambda p: [Fraction(p["at"][0]) * Fraction(p["k"]), Fraction(p["at"][1]) * Fraction(p["k"])]
)
def resize_from_the_origin(rng: Rng) -> Draft:
    k = choose(rng, [Fraction(2), Fraction(3), Fraction(4), Fraction(1, 2), Fraction(3, 2), Fraction(5, 2)])
    x, y = pick(rng, -5, 6) * 2, pick(rng, -6, 5) * 2
    return table(
        {"at": (x, y), "k": str(k)},
        (
            "The corner ({x}, {y}) is resized from (0, 0) by the factor [[{k}]]. Where is it now?",
            "La esquina ({x}, {y}) cambia de tamaño desde (0, 0) con el factor [[{k}]]. ¿Dónde está ahora?",
        ),
        [x * k.numerator // k.denominator, y * k.numerator // k.denominator],
        [
            [(x + k, "adds_instead_of_multiplying"), (x / k, "turns_the_rate_around")],
            [(y + k, "adds_instead_of_multiplying"), (y / k, "turns_the_rate_around")],
        ],
        ("Multiply both numbers by [[{k}]].", "Multiplica los dos números por [[{k}]]."),
        shown={"x": x, "y": y},
        headings=[("number", "número"), ("value", "valor")],
        rows=[("x", None), ("y", None)],
    )
