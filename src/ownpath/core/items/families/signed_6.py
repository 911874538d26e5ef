"""Level 6: numbers below zero."""

from __future__ import annotations

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    in_order,
    number,
    on_line,
    pick,
)
from ownpath.core.items.stimulus import figure

BELOW = (
    ("Zero is in the middle. Which side is the number on?", "El cero está en medio. ¿De qué lado está el número?"),
    ("Further left means less.", "Más a la izquierda es menos."),
)


@family("6.NS.C.6", -0.2, BELOW, lambda p: -len(range(p["steps"])) if p["side"] == "left" else len(range(p["steps"])))
def mark_below_zero(rng: Rng) -> Draft:
    steps, side, scale = pick(rng, 1, 9), choose(rng, ["left", "right", "left"]), choose(rng, [1, 1, 1])
    value = steps if side == "right" else -steps
    ask = choose(rng, ["plain", "opposite"])
    if ask == "opposite":
        text = ("Mark the opposite of {other}.", "Marca el opuesto de {other}.")
    else:
        text = ("Mark {value} on the line.", "Marca {value} en la recta.")
    return on_line(
        {"steps": steps, "side": side, "ask": ask},
        text,
        value * scale,
        [(-value, "ignores_the_sign"), (value - 1, "counts_marks_not_steps"), (value + 1, "counts_marks_not_steps")],
        ("Steps from zero: {steps}.", "Pasos desde el cero: {steps}."),
        start=-10,
        end=10,
        step=1,
        labels=[-10, -5, 0, 5, 10],
        shown={"value": value, "other": -value},
    )


@family("6.NS.C.6", 0.1, BELOW, lambda p: "({}, {})".format(*p["at"]))
def point_in_four_parts(rng: Rng) -> Draft:
    x, y = pick(rng, 1, 6) * choose(rng, [-1, 1]), pick(rng, 1, 6) * choose(rng, [-1, 1])
    while abs(x) == abs(y) or (x > 0 and y > 0):
        x, y = pick(rng, 1, 6) * choose(rng, [-1, 1]), pick(rng, 1, 6) * choose(rng, [-1, 1])
    return choice(
        {"at": (x, y)},
        ("Which pair of numbers belongs to point A?", "¿Qué par de números va con el punto A?"),
        f"({x}, {y})",
        [
            (f"({y}, {x})", "swaps_coordinates"),
            (f"({-x}, {y})", "ignores_the_sign"),
            (f"({x}, {-y})", "ignores_the_sign"),
        ],
        ("Across first, then up or down.", "Primero a los lados, luego arriba o abajo."),
        figure=figure("grid", least=-7, most=7, points=((x, y, "A"),)),
    )


@family(
    "6.NS.C.6",
    0.3,
    BELOW,
    lambda p: "({}, {})".format(
        *(p["at"][0] * (1 if p["line"] == "x" else -1), p["at"][1] * (-1 if p["line"] == "x" else 1))
    ),
)
def mirror_image_of_a_point(rng: Rng) -> Draft:
    x, y, line = pick(rng, 1, 9) * choose(rng, [-1, 1]), pick(rng, 1, 9) * choose(rng, [-1, 1]), choose(rng, ["x", "y"])
    right = (x, -y) if line == "x" else (-x, y)
    other = (-x, y) if line == "x" else (x, -y)
    return choice(
        {"at": (x, y), "line": line},
        (
            "The point ({x}, {y}) is mirrored in the {line}-axis. Where is its image?",
            "El punto ({x}, {y}) se refleja en el eje {line}. ¿Dónde queda su imagen?",
        ),
        f"({right[0]}, {right[1]})",
        [
            (f"({other[0]}, {other[1]})", "mirrors_in_the_other_axis"),
            (f"({-x}, {-y})", "changes_both_signs"),
            (f"({y}, {x})", "swaps_coordinates"),
        ],
        ("Only one number changes its sign.", "Solo un número cambia de signo."),
        shown={"x": x, "y": y},
    )


ORDER = (
    ("Place both on a line in your mind.", "Imagina los dos en una recta."),
    ("Distance from zero has no sign.", "La distancia al cero no tiene signo."),
)


@family("6.NS.C.7", -0.1, ORDER, lambda p: [str(n) for n in sorted(p["numbers"])])
def order_signed_numbers(rng: Rng) -> Draft:
    numbers: set[int] = set()
    while len(numbers) < 4 or min(numbers) >= -1:
        numbers = {pick(rng, -15, -1), pick(rng, -15, -1), pick(rng, -5, 12), pick(rng, 1, 15)}
    ordered = sorted(numbers, key=lambda n: n + 100)
    return in_order(
        {"numbers": tuple(ordered)},
        ("Put these numbers in order.", "Pon estos números en orden."),
        [str(n) for n in ordered],
        [([str(n) for n in sorted(ordered, key=abs)], "orders_by_size_without_sign")],
        ("The further left, the smaller.", "Cuanto más a la izquierda, menor."),
    )


@family(
    "6.NS.C.7",
    0.1,
    ORDER,
    lambda p: max(p["n"], -p["n"]) + max(p["m"], -p["m"]) if p["ask"] == "sum" else max(p["n"], -p["n"]),
)
def distance_from_zero(rng: Rng) -> Draft:
    ask, n, m = choose(rng, ["one", "sum"]), -pick(rng, 2, 30), pick(rng, -20, 20)
    text = {"one": "[[|{n}|]]", "sum": "[[|{n}| + |{m}|]]"}[ask]
    return number(
        {"ask": ask, "n": n, "m": m},
        (f"Find {text}.", f"Halla {text}."),
        abs(n) if ask == "one" else abs(n) + abs(m),
        [
            (n if ask == "one" else n + m, "ignores_the_absolute_value"),
            (abs(n + m) if ask == "sum" else 0, "takes_the_absolute_value_at_the_end"),
        ],
        ("Each distance from zero is positive: {answer}.", "Cada distancia al cero es positiva: {answer}."),
    )


@family(
    "6.NS.C.7",
    0.3,
    ORDER,
    lambda p: {True: "colder", False: "warmer"}[p["a"] < p["b"]] + f" by {abs(p['a'] - p['b'])} degrees",
)
def colder_or_warmer(rng: Rng) -> Draft:
    a, b = -pick(rng, 2, 20), pick(rng, -20, 10)
    while a == b or abs(b) == 1:
        b = pick(rng, -20, 10)
    gap, slip = abs(a - b), abs(abs(a) - abs(b))
    cold, warm = ("colder", "más frío"), ("warmer", "más calor")
    right, other = (cold, warm) if a < b else (warm, cold)

    def says(way: tuple[str, str], degrees: int) -> tuple[str, str]:
        return f"{way[0]} by {degrees} degrees", f"{way[1]} por {degrees} grados"

    return choice(
        {"a": a, "b": b},
        (
            "At dawn it is {a} degrees, the day before it was {b} degrees. What is true of this dawn?",
            "Al amanecer hay {a} grados; el día anterior había {b} grados. ¿Qué es cierto de este amanecer?",
        ),
        says(right, gap),
        [
            (says(other, gap), "orders_by_size_without_sign"),
            (says(right, slip if slip != gap else gap + 2), "subtracts_without_signs"),
            (says(other, slip if slip != gap else gap + 2), "subtracts_without_signs"),
        ],
        ("Count the steps between the two.", "Cuenta los pasos entre los dos."),
    )
