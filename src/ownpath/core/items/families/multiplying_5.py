"""Level 5: multiplying and dividing fractions."""

from __future__ import annotations

from fractions import Fraction

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    in_order,
    number,
    people,
    pick,
)
from ownpath.core.items.families.fractions_5 import LOWEST, common
from ownpath.core.items.stimulus import figure

TIMES = (
    ("Of means times: take a part of a part.", "De quiere decir por: toma una parte de una parte."),
    ("Multiply the tops, and multiply the bottoms.", "Multiplica los de arriba y multiplica los de abajo."),
)


@family("5.NF.B.4", -0.1, TIMES, lambda p: Fraction(*p["first"]) * Fraction(*p["second"]))
def fraction_times_fraction(rng: Rng) -> Draft:
    first, second = choose(rng, LOWEST), choose(rng, LOWEST)
    (a, b), (c, d) = first, second
    return number(
        {"first": first, "second": second},
        ("Find [[{a}/{b} × {c}/{d}]].", "Halla [[{a}/{b} × {c}/{d}]]."),
        Fraction(a * c, b * d),
        [
            (Fraction(a * d, b * c), "divides_instead_of_multiplying"),
            (Fraction(a + c, b + d), "adds_tops_and_bottoms"),
            (Fraction(a * c, max(b, d)), "keeps_one_bottom"),
            (common(first, second), "adds_instead_of_multiplying"),
        ],
        ("[[{top}/{bottom}]].", "[[{top}/{bottom}]]."),
        shown={"a": a, "b": b, "c": c, "d": d, "top": a * c, "bottom": b * d},
    )


@family("5.NF.B.4", 0.1, TIMES, lambda p: sum([Fraction(p["n"], p["b"])] * p["a"]))
def fraction_of_a_number(rng: Rng) -> Draft:
    a, b = choose(rng, [each for each in LOWEST if each[1] > 2])
    n = b * pick(rng, 2, 9)
    return number(
        {"a": a, "b": b, "n": n},
        ("What is [[{a}/{b}]] of {n}?", "¿Cuánto es [[{a}/{b}]] de {n}?"),
        n * a // b,
        [
            (n // b, "stops_after_one_step"),
            (n - a, "subtracts_instead_of_multiplying"),
            (Fraction(n * b, a), "turns_fraction_over"),
        ],
        ("One part is {part}. [[{a} × {part} = {answer}]].", "Una parte es {part}. [[{a} × {part} = {answer}]]."),
        shown={"part": n // b},
    )


@family("5.NF.B.4", 0.3, TIMES, lambda p: Fraction(p["a"] * p["c"], sum([p["b"]] * p["d"])))
def shaded_part_of_a_part(rng: Rng) -> Draft:
    (a, b), (c, d) = choose(rng, LOWEST), choose(rng, LOWEST)
    return number(
        {"a": a, "b": b, "c": c, "d": d},
        (
            "[[{a}/{b}]] of a garden has flowers. [[{c}/{d}]] of the flowers are red. What part of the garden has "
            "red flowers?",
            "[[{a}/{b}]] de un jardín tiene flores. [[{c}/{d}]] de las flores son rojas. ¿Qué parte del jardín "
            "tiene flores rojas?",
        ),
        Fraction(a, b) * Fraction(c, d),
        [
            (Fraction(c, d), "uses_only_one_of_several"),
            (Fraction(a, b) + Fraction(c, d), "adds_instead_of_multiplying"),
            (Fraction(a + c, b + d), "adds_tops_and_bottoms"),
            (abs(Fraction(a, b) - Fraction(c, d)), "subtracts_instead_of_multiplying"),
        ],
        ("[[{c}/{d} × {a}/{b} = {answer}]].", "[[{c}/{d} × {a}/{b} = {answer}]]."),
    )


GROW = (
    (
        "Is the number that you multiply by more or less than one?",
        "¿El número por el que multiplicas es mayor o menor que uno?",
    ),
    ("Times less than one shrinks; times more than one grows.", "Por menos de uno achica; por más de uno agranda."),
)


@family(
    "5.NF.B.5",
    0.0,
    GROW,
    lambda p: "less than {n}".replace("{n}", str(p["n"])) if Fraction(*p["by"]) < 1 else f"more than {p['n']}",
)
def grows_or_shrinks(rng: Rng) -> Draft:
    n, (a, b) = pick(rng, 12, 99), choose(rng, LOWEST)
    by = (a, b) if rng.integers(2) else (b, a)
    more, less = (f"more than {n}", f"más que {n}"), (f"less than {n}", f"menos que {n}")
    right = less if by[0] < by[1] else more
    return choice(
        {"n": n, "by": by},
        ("Do not work it out. [[{n} × {x}/{y}]] is ...", "No lo calcules. [[{n} × {x}/{y}]] es ..."),
        right,
        [
            (
                more if right is less else less,
                "thinks_multiplying_always_grows" if right is less else "thinks_fractions_always_shrink",
            ),
            ((f"equal to {n}", f"igual a {n}"), "compares_fractions_by_guess"),
        ],
        ("Compare [[{x}/{y}]] with one.", "Compara [[{x}/{y}]] con uno."),
        shown={"x": by[0], "y": by[1]},
    )


@family("5.NF.B.5", 0.3, GROW, lambda p: [f"{p['n']} × {a}/{b}" for a, b in sorted(p["by"], key=lambda f: f[0] / f[1])])
def order_products_without_working(rng: Rng) -> Draft:
    n = pick(rng, 21, 90)
    small, large = choose(rng, LOWEST), choose(rng, LOWEST)
    by = [small, (n % 5 + 2, n % 5 + 2), (large[1], large[0])]
    return in_order(
        {"n": n, "by": tuple(by)},
        ("Put these in order without working them out.", "Ponlos en orden sin calcularlos."),
        [f"{n} × {a}/{b}" for a, b in by],
        [
            ([f"{n} × {a}/{b}" for a, b in sorted(by, key=lambda f: f[1])], "compares_the_bottoms_only"),
            ([f"{n} × {a}/{b}" for a, b in reversed(by)], "larger_bottom_means_larger_fraction"),
        ],
        ("Less than one, one, more than one.", "Menos de uno, uno, más de uno."),
    )


@family("5.NF.B.5", 0.4, GROW, lambda p: next(t for t in range(1, 100) if Fraction(t, p["b"]) == 1))
def times_one_in_disguise(rng: Rng) -> Draft:
    n, b = pick(rng, 13, 89), pick(rng, 3, 12)
    return number(
        {"n": n, "b": b},
        ("For which number in the blank does {n} stay {n}?", "¿Con qué número en el hueco {n} sigue siendo {n}?"),
        b,
        [
            (1, "forgets_the_bottom_number"),
            (n, "compares_fractions_by_guess"),
            (b * n, "multiplies_instead_of_comparing"),
        ],
        ("[[{b}/{b}]] is one whole.", "[[{b}/{b}]] es un entero."),
        line="{n} × ?/{b} = {n}",
    )


@family("5.NF.B.6", 0.1, TIMES, lambda p: Fraction(p["cups"]) * Fraction(*p["part"]))
def part_of_a_recipe(rng: Rng) -> Draft:
    part, w, (a, b) = choose(rng, [(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)]), pick(rng, 1, 4), choose(rng, LOWEST[:7])
    cups = w + Fraction(a, b)
    return number(
        {"part": part, "cups": str(cups)},
        (
            "A soup needs [[{w} {a}/{b}]] cups of water. {who} makes [[{x}/{y}]] of the soup. How many cups of "
            "water are needed?",
            "Una sopa lleva [[{w} {a}/{b}]] tazas de agua. {who} hace [[{x}/{y}]] de la sopa. ¿Cuántas tazas de "
            "agua necesita?",
        ),
        Fraction((w * b + a) * part[0], b * part[1]),
        [
            (w * Fraction(*part) + Fraction(a, b), "multiplies_only_one_part"),
            (w + Fraction(a, b) * Fraction(*part), "multiplies_only_one_part"),
            (cups / Fraction(*part), "divides_instead_of_multiplying"),
            (cups - Fraction(*part), "subtracts_instead_of_multiplying"),
        ],
        ("[[{answer:mixed}]] cups.", "[[{answer:mixed}]] tazas."),
        shown={"w": w, "a": a, "b": b, "x": part[0], "y": part[1], **people(rng)},
    )


@family("5.NF.B.6", 0.2, TIMES, lambda p: sum([Fraction(p["across"])] * 1) * Fraction(p["down"]))
def area_with_fraction_sides(rng: Rng) -> Draft:
    (a, b), (c, d) = choose(rng, LOWEST), choose(rng, LOWEST)
    w = pick(rng, 1, 4)
    across, down = f"{w * b + a}/{b}", f"{c}/{d}"
    return number(
        {"across": across, "down": down},
        ("Find the area of the rectangle.", "Halla el área del rectángulo."),
        Fraction((w * b + a) * c, b * d),
        [
            (2 * (Fraction(across) + Fraction(down)), "takes_perimeter_for_area"),
            (Fraction(across) + Fraction(down), "adds_two_sides_for_area"),
            (w + Fraction(a * c, b * d), "multiplies_only_one_part"),
        ],
        ("[[{across} × {down} = {answer}]].", "[[{across} × {down} = {answer}]]."),
        figure=figure("rectangle", across=across, down=down, across_label=f"{w} {a}/{b} m", down_label=f"{c}/{d} m"),
        unit="m2",
    )


@family("5.NF.B.6", 0.4, TIMES, lambda p: sum([Fraction(p["miles"])] * p["days"]))
def walks_in_a_week(rng: Rng) -> Draft:
    days, w, (a, b) = pick(rng, 3, 9), pick(rng, 1, 5), choose(rng, LOWEST)
    return number(
        {"days": days, "miles": str(w + Fraction(a, b))},
        (
            "{who} walks [[{w} {a}/{b}]] miles a day. How many miles is that in {days} days?",
            "{who} camina [[{w} {a}/{b}]] millas al día. ¿Cuántas millas son en {days} días?",
        ),
        days * w + Fraction(days * a, b),
        [
            (days * w + Fraction(a, b), "multiplies_only_one_part"),
            (w + Fraction(days * a, b), "multiplies_only_one_part"),
            (days + w + Fraction(a, b), "adds_instead_of_multiplying"),
        ],
        ("[[{answer:mixed}]] miles.", "[[{answer:mixed}]] millas."),
        shown={"w": w, "a": a, "b": b, **people(rng)},
    )


INTO = (
    (
        "Draw it. Do you cut a small piece further, or count how often it fits?",
        "Dibújalo. ¿Cortas más un pedazo, o cuentas cuántas veces cabe?",
    ),
    ("To check, multiply back.", "Para comprobar, multiplica de vuelta."),
)


@family("5.NF.B.7", 0.0, INTO, lambda p: next(k for k in range(1, 500) if Fraction(k, p["b"]) == p["n"]))
def how_often_a_part_fits(rng: Rng) -> Draft:
    n, b = pick(rng, 2, 9), choose(rng, [2, 3, 4, 5, 6, 8, 10])
    return number(
        {"n": n, "b": b},
        ("How many [[1/{b}]]-cup scoops fill {n} cups?", "¿Cuántas medidas de [[1/{b}]] de taza llenan {n} tazas?"),
        n * b,
        [
            (Fraction(n, b), "multiplies_instead_of_dividing"),
            (Fraction(b, n), "turns_division_around"),
            (n + b, "adds_instead_of_multiplying"),
        ],
        ("Each cup takes {b} scoops: {answer}.", "Cada taza lleva {b} medidas: {answer}."),
    )


@family(
    "5.NF.B.7",
    0.1,
    INTO,
    lambda p: next(Fraction(1, k) for k in range(1, 500) if Fraction(1, k) * p["n"] == Fraction(1, p["b"])),
)
def part_shared_by_friends(rng: Rng) -> Draft:
    n, b = pick(rng, 2, 9), choose(rng, [2, 3, 4, 5, 6, 8])
    return number(
        {"n": n, "b": b},
        (
            "[[1/{b}]] of a cake is shared fairly by {n} friends. What part of the cake does each one get?",
            "Se reparte [[1/{b}]] de un pastel por igual entre {n} amigos. ¿Qué parte del pastel recibe cada uno?",
        ),
        Fraction(1, b * n),
        [
            (Fraction(n, b), "multiplies_instead_of_dividing"),
            (Fraction(1, b + n), "adds_to_the_bottom"),
            (Fraction(1, n), "uses_only_one_of_several"),
        ],
        ("[[1/{b} ÷ {n} = 1/{bottom}]].", "[[1/{b} ÷ {n} = 1/{bottom}]]."),
        shown={"bottom": b * n},
    )


@family("5.NF.B.7", 0.3, INTO, lambda p: f"{p['n']} ÷ 1/{p['b']}" if p["story"] == "fits" else f"1/{p['b']} ÷ {p['n']}")
def division_for_a_story(rng: Rng) -> Draft:
    story, n, b = choose(rng, ["fits", "shared"]), pick(rng, 2, 9), choose(rng, [2, 3, 4, 5, 6, 8])
    texts = {
        "fits": (
            "A {n} m board is cut into pieces of [[1/{b}]] m. How many pieces?",
            "Una tabla de {n} m se corta en pedazos de [[1/{b}]] m. ¿Cuántos pedazos?",
        ),
        "shared": (
            "A [[1/{b}]] m board is cut into {n} equal pieces. How long is one?",
            "Una tabla de [[1/{b}]] m se corta en {n} pedazos iguales. ¿Cuánto mide uno?",
        ),
    }[story]
    fits, shared = f"{n} ÷ 1/{b}", f"1/{b} ÷ {n}"
    return choice(
        {"story": story, "n": n, "b": b},
        (f"{texts[0]} Choose what fits.", f"{texts[1]} Elige lo que corresponde."),
        fits if story == "fits" else shared,
        [
            (shared if story == "fits" else fits, "turns_division_around"),
            (f"{n} × 1/{b}", "multiplies_instead_of_dividing"),
            (f"{n} - 1/{b}", "subtracts_instead_of_dividing"),
        ],
        ("What is cut stands first.", "Lo que se corta va primero."),
    )
