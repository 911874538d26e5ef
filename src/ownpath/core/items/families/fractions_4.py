"""Level 4: equal fractions, comparing, adding and multiplying fractions of one kind, decimals."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

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
    several,
    show,
)
from ownpath.core.items.stimulus import figure

LOWEST = [(u, lo) for lo in (2, 3, 4, 5, 6, 8, 10, 12) for u in range(1, lo) if gcd(u, lo) == 1]
EQUAL = (
    (
        "Cut every part into the same number of smaller parts.",
        "Corta cada parte en el mismo número de partes más pequeñas.",
    ),
    ("Multiply the top and the bottom by the same number.", "Multiplica arriba y abajo por el mismo número."),
)


@family("4.NF.A.1", -0.2, EQUAL, lambda p: Fraction(p["upper"], p["lower"]) * p["new"])
def top_of_an_equal_fraction(rng: Rng) -> Draft:
    (upper, lower), times = choose(rng, LOWEST), pick(rng, 2, 6)
    return number(
        {"upper": upper, "lower": lower, "new": lower * times},
        ("Which number goes in the blank?", "¿Qué número va en el hueco?"),
        upper * times,
        [(upper + lower * times - lower, "adds_the_same_to_top_and_bottom"), (upper, "changes_only_the_bottom")],
        ("Top and bottom times {times}: {answer}.", "Arriba y abajo por {times}: {answer}."),
        shown={"times": times},
        line="{upper}/{lower} = ?/{new}",
    )


@family(
    "4.NF.A.1",
    0.1,
    EQUAL,
    lambda p: [f"{u}/{lo}" for u, lo in p["options"] if Fraction(u, lo) == Fraction(p["upper"], p["lower"])],
)
def choose_equal_fractions(rng: Rng) -> Draft:
    upper, lower = choose(rng, LOWEST)
    one, two = (int(each) for each in rng.permutation(4)[:2] + 2)
    right = [(upper * one, lower * one), (upper * two, lower * two)]
    wrong = [(upper + one, lower + one), (upper * one, lower * one + lower), (upper, lower * two)]
    return several(
        {"upper": upper, "lower": lower, "options": (*right, *wrong)},
        ("Choose all that are equal to [[{upper}/{lower}]].", "Elige todas las que son iguales a [[{upper}/{lower}]]."),
        [f"{u}/{lo}" for u, lo in right],
        list(
            zip(
                [f"{u}/{lo}" for u, lo in wrong],
                ["adds_the_same_to_top_and_bottom", "multiplies_by_two_different_numbers", "changes_only_the_bottom"],
                strict=True,
            )
        ),
        (
            "Divide top and bottom by the same number and compare.",
            "Divide arriba y abajo entre el mismo número y compara.",
        ),
    )


@family("4.NF.A.1", 0.4, EQUAL, lambda p: Fraction(sum([p["upper"]] * p["times"]), sum([p["lower"]] * p["times"])))
def lowest_terms(rng: Rng) -> Draft:
    (upper, lower), times = choose(rng, LOWEST), pick(rng, 2, 9)
    return number(
        {"upper": upper, "lower": lower, "times": times},
        (
            "Write [[{top}/{bottom}]] with the smallest numbers.",
            "Escribe [[{top}/{bottom}]] con los números más pequeños.",
        ),
        Fraction(upper, lower),
        [
            (
                Fraction(upper * times - times, lower * times - times) if upper > 1 else Fraction(upper, times),
                "subtracts_the_same_from_top_and_bottom",
            ),
            (Fraction(upper, lower * times), "changes_only_the_top"),
        ],
        ("Divide both by {times}: [[{upper}/{lower}]].", "Divide los dos entre {times}: [[{upper}/{lower}]]."),
        shown={"top": upper * times, "bottom": lower * times},
        form="lowest_terms",
    )


COMPARE = (
    ("Compare each one with a half first.", "Compara primero cada una con un medio."),
    ("Make the parts the same size, then compare the tops.", "Iguala el tamaño de las partes y compara los de arriba."),
)


def _two_fractions(rng: Rng) -> tuple[tuple[int, int], tuple[int, int]]:
    first, second = choose(rng, LOWEST), choose(rng, LOWEST)
    while Fraction(*first) == Fraction(*second) or first[1] == second[1]:
        second = choose(rng, LOWEST)
    return first, second


@family(
    "4.NF.A.2", 0.0, COMPARE, lambda p: "<" if p["first"][0] * p["second"][1] < p["second"][0] * p["first"][1] else ">"
)
def sign_between_fractions(rng: Rng) -> Draft:
    first, second = _two_fractions(rng)
    right = "<" if Fraction(*first) < Fraction(*second) else ">"
    by_bottom = ">" if first[1] > second[1] else "<"
    slip = (
        "larger_bottom_means_larger_fraction" if by_bottom != right else "larger_bottom_means_smaller_fraction_always"
    )
    return choice(
        {"first": first, "second": second},
        ("Which sign makes this true?", "¿Qué signo hace esto cierto?"),
        right,
        [({"<": ">", ">": "<"}[right], slip), ("=", "compares_the_gap_to_one_whole")],
        ("With parts of one size: [[{x}/{m}]] and [[{y}/{m}]].", "Con partes iguales: [[{x}/{m}]] y [[{y}/{m}]]."),
        shown={
            "a": first[0],
            "b": first[1],
            "c": second[0],
            "d": second[1],
            "m": lcm(first[1], second[1]),
            "x": first[0] * lcm(first[1], second[1]) // first[1],
            "y": second[0] * lcm(first[1], second[1]) // second[1],
        },
        line="{a}/{b} ○ {c}/{d}",
        in_order=True,
    )


@family("4.NF.A.2", 0.3, COMPARE, lambda p: "{}/{}".format(*sorted(p["options"], key=lambda f: f[0] / f[1])[-1]))
def largest_of_three(rng: Rng) -> Draft:
    options: list[tuple[int, int]] = []
    while len({Fraction(*each) for each in options}) < 3:
        options = [choose(rng, LOWEST) for _ in range(3)]
    top = max(options, key=lambda each: Fraction(*each))
    rest = [each for each in options if each != top]
    most_bottom = max(options, key=lambda each: each[1])
    return choice(
        {"options": tuple(options)},
        ("Which fraction is the largest?", "¿Qué fracción es la mayor?"),
        f"{top[0]}/{top[1]}",
        [
            (
                f"{u}/{lo}",
                "larger_bottom_means_larger_fraction" if (u, lo) == most_bottom else "compares_fractions_by_guess",
            )
            for u, lo in rest
        ],
        ("Compare them two at a time.", "Compáralas de dos en dos."),
    )


@family("4.NF.A.2", 0.5, COMPARE, lambda p: [show(f) for f in sorted(Fraction(*each) for each in p["options"])])
def order_fractions(rng: Rng) -> Draft:
    options: list[tuple[int, int]] = []
    while len({Fraction(*each) for each in options}) < 4:
        options = [choose(rng, LOWEST) for _ in range(4)]
    options.sort(key=lambda each: each[0] / each[1])
    return in_order(
        {"options": tuple(sorted(options))},
        ("Put these fractions in order.", "Pon estas fracciones en orden."),
        [f"{u}/{lo}" for u, lo in options],
        [
            (
                [f"{u}/{lo}" for u, lo in sorted(options, key=lambda each: (each[1], each[0]))],
                "larger_bottom_means_larger_fraction",
            ),
            ([f"{u}/{lo}" for u, lo in sorted(options)], "compares_the_tops_only"),
        ],
        ("Bring all to the same bottom number.", "Llévalas todas al mismo número abajo."),
    )


ADD = (
    (
        "The bottom number names the size of the parts. Does it change?",
        "El número de abajo dice el tamaño de las partes. ¿Cambia?",
    ),
    ("Add or take away the tops only.", "Suma o resta solo los números de arriba."),
)


@family("4.NF.B.3", -0.3, ADD, lambda p: sum(Fraction(x, p["lower"]) for x in (p["a"], p["b"])))
def add_like_fractions(rng: Rng) -> Draft:
    lower = choose(rng, [5, 6, 7, 8, 9, 10, 12])
    a, b = pick(rng, 1, lower - 2), pick(rng, 1, lower - 1)
    return number(
        {"a": a, "b": b, "lower": lower},
        ("Find [[{a}/{lower} + {b}/{lower}]].", "Halla [[{a}/{lower} + {b}/{lower}]]."),
        Fraction(a + b, lower),
        [
            (Fraction(a + b, 2 * lower), "adds_tops_and_bottoms"),
            (Fraction(a * b, lower), "multiplies_instead_of_adding"),
        ],
        (
            "Only the parts are added: [[{top}/{lower}]].",
            "Solo se suman las partes: [[{top}/{lower}]].",
        ),
        shown={"top": a + b},
    )


@family("4.NF.B.3", 0.2, ADD, lambda p: Fraction(p["whole"] * p["lower"] + p["a"] - p["b"], p["lower"]))
def subtract_from_a_mixed_number(rng: Rng) -> Draft:
    lower, whole = choose(rng, [3, 4, 5, 6, 8, 10]), pick(rng, 2, 6)
    a, b = pick(rng, 1, lower - 1), pick(rng, 1, lower - 1)
    while a == b:
        b = pick(rng, 1, lower - 1)
    return number(
        {"whole": whole, "a": a, "b": b, "lower": lower},
        ("Find [[{whole} {a}/{lower} - {b}/{lower}]].", "Halla [[{whole} {a}/{lower} - {b}/{lower}]]."),
        whole + Fraction(a, lower) - Fraction(b, lower),
        [
            (whole + Fraction(abs(a - b), lower), "subtracts_smaller_part_always"),
            (whole + Fraction(b - a, lower) + 1 if a < b else whole - Fraction(b, lower), "forgets_what_was_borrowed"),
        ],
        ("It is [[{answer:mixed}]].", "Es [[{answer:mixed}]]."),
    )


@family("4.NF.B.3", 0.4, ADD, lambda p: 1 - Fraction(p["a"], p["lower"]) - Fraction(p["b"], p["lower"]))
def what_is_left_of_one(rng: Rng) -> Draft:
    lower = choose(rng, [6, 8, 9, 10, 12])
    a = pick(rng, 1, lower - 3)
    b = pick(rng, 1, lower - 1 - a)
    return number(
        {"a": a, "b": b, "lower": lower},
        (
            "{who} drinks [[{a}/{lower}]] of a bottle and {other} drinks [[{b}/{lower}]] of it. What part is left?",
            "{who} bebe [[{a}/{lower}]] de una botella y {other} bebe [[{b}/{lower}]]. ¿Qué parte queda?",
        ),
        Fraction(lower - a - b, lower),
        [
            (Fraction(a + b, lower), "stops_after_one_step"),
            (Fraction(a + b, 2 * lower), "adds_tops_and_bottoms"),
            (Fraction(lower - a, lower), "uses_only_one_of_several"),
        ],
        (
            "The whole is [[{lower}/{lower}]]; [[{left}/{lower}]] is left.",
            "El entero es [[{lower}/{lower}]]; queda [[{left}/{lower}]].",
        ),
        shown={"left": lower - a - b, **people(rng)},
    )


MANY = (
    ("Write it as a sum of equal fractions.", "Escríbelo como suma de fracciones iguales."),
    ("Only the number of parts grows, not their size.", "Solo crece el número de partes, no su tamaño."),
)


@family("4.NF.B.4", -0.2, MANY, lambda p: sum([Fraction(p["upper"], p["lower"])] * p["n"]))
def whole_times_fraction(rng: Rng) -> Draft:
    (upper, lower), n = choose(rng, [each for each in LOWEST if each[1] > 2]), pick(rng, 2, 9)
    return number(
        {"n": n, "upper": upper, "lower": lower},
        ("Find [[{n} × {upper}/{lower}]].", "Halla [[{n} × {upper}/{lower}]]."),
        Fraction(n * upper, lower),
        [
            (Fraction(n * upper, n * lower), "multiplies_top_and_bottom"),
            (n + Fraction(upper, lower), "adds_instead_of_multiplying"),
            (Fraction(upper, n * lower), "multiplies_the_bottom"),
        ],
        ("[[{top}/{lower}]].", "[[{top}/{lower}]]."),
        shown={"top": n * upper},
    )


@family("4.NF.B.4", 0.1, MANY, lambda p: Fraction(p["n"] * p["shaded"], p["parts"]))
def same_bar_many_times(rng: Rng) -> Draft:
    parts, n = choose(rng, [3, 4, 5, 6, 8]), pick(rng, 3, 8)
    shaded = pick(rng, 1, parts - 1)
    return number(
        {"parts": parts, "shaded": shaded, "n": n},
        (
            "Here is the part of a cup that one cake needs. How many cups do {n} cakes need?",
            "Esta es la parte de una taza que lleva un pastel. ¿Cuántas tazas llevan {n} pasteles?",
        ),
        sum([Fraction(shaded, parts)] * n),
        [
            (Fraction(shaded, parts), "uses_only_one_of_several"),
            (Fraction(n * shaded, n * parts), "multiplies_top_and_bottom"),
            (Fraction(shaded, n * parts), "multiplies_the_bottom"),
        ],
        ("[[{n} × {shaded}/{parts} = {top}/{parts}]].", "[[{n} × {shaded}/{parts} = {top}/{parts}]]."),
        shown={"top": n * shaded},
        figure=figure("fraction_bar", parts=parts, shaded=shaded),
    )


@family("4.NF.B.4", 0.5, MANY, lambda p: str((p["n"] * p["upper"]) // p["lower"]))
def between_which_whole_numbers(rng: Rng) -> Draft:
    upper, lower = choose(rng, [each for each in LOWEST if each[1] > 2])
    n = pick(rng, 3, 9)
    while n * upper % lower == 0:
        n = pick(rng, 3, 9)
    low = int(Fraction(n * upper, lower))
    return choice(
        {"n": n, "upper": upper, "lower": lower},
        (
            "{who} runs [[{upper}/{lower}]] of a mile on each of {n} days. How many whole miles is that, without "
            "the rest?",
            "{who} corre [[{upper}/{lower}]] de milla cada uno de {n} días. ¿Cuántas millas enteras son, sin el resto?",
        ),
        str(low),
        [
            (str(low + 1), "rounds_the_quotient_up"),
            (str(n), "ignores_the_fraction"),
            (str(n * upper), "ignores_the_bottom_number"),
        ],
        ("[[{top}/{lower}]] is a little more than {low}.", "[[{top}/{lower}]] es un poco más que {low}."),
        shown={"top": n * upper, "low": low, **people(rng)},
    )
