"""Level 3: what a fraction is, where it lies, equal fractions, equal parts."""

from __future__ import annotations

from fractions import Fraction

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    number,
    on_line,
    people,
    pick,
    several,
)
from ownpath.core.items.stimulus import figure

PARTS = (
    ("How many equal parts make the whole?", "¿Cuántas partes iguales forman el entero?"),
    (
        "The bottom number counts all equal parts. The top counts those we mean.",
        "El número de abajo cuenta todas las partes iguales. El de arriba, las que tomamos.",
    ),
)


def _proper(rng: Rng, least: int = 2, most: int = 8) -> tuple[int, int]:
    lower = pick(rng, max(least, 3), most)
    return pick(rng, 1, lower - 1), lower


@family("3.NF.A.1", -0.4, PARTS, lambda p: Fraction(len(range(p["shaded"])), len(range(p["parts"]))))
def shaded_part(rng: Rng) -> Draft:
    shaded, parts = _proper(rng, 3, 12)
    return number(
        {"shaded": shaded, "parts": parts},
        ("What fraction of the bar is shaded?", "¿Qué fracción de la barra está sombreada?"),
        Fraction(shaded, parts),
        [
            (Fraction(shaded, parts - shaded), "part_to_part_as_fraction"),
            (Fraction(parts - shaded, parts), "counts_the_unshaded"),
            (Fraction(parts, shaded), "turns_fraction_over"),
        ],
        (
            "{shaded} of {parts} equal parts: [[{shaded}/{parts}]].",
            "{shaded} de {parts} partes iguales: [[{shaded}/{parts}]].",
        ),
        figure=figure("fraction_bar", parts=parts, shaded=shaded),
    )


@family("3.NF.A.1", 0.0, PARTS, lambda p: f"{p['parts'] - p['left']}/{p['parts']}")
def part_that_was_eaten(rng: Rng) -> Draft:
    parts = choose(rng, [4, 6, 8, 10, 12, 5, 9])
    eaten = pick(rng, 1, parts - 2)
    while 2 * eaten == parts:
        eaten = pick(rng, 1, parts - 2)
    return choice(
        {"left": parts - eaten, "parts": parts},
        (
            "{who} cuts a pie into {parts} equal pieces. {left} pieces are left. What part was eaten?",
            "{who} corta una tarta en {parts} pedazos iguales. Quedan {left} pedazos. ¿Qué parte se comió?",
        ),
        f"{eaten}/{parts}",
        [
            (f"{parts - eaten}/{parts}", "counts_the_other_part"),
            (f"{eaten}/{parts - eaten}", "part_to_part_as_fraction"),
            (f"{parts}/{eaten}", "turns_fraction_over"),
        ],
        (
            "Gone: {eaten} of {parts} pieces, [[{eaten}/{parts}]].",
            "Se comió: {eaten} de {parts} pedazos, [[{eaten}/{parts}]].",
        ),
        shown={"eaten": eaten, **people(rng)},
    )


@family("3.NF.A.1", 0.3, PARTS, lambda p: sum(Fraction(1, p["lower"]) for _ in range(p["upper"])))
def many_unit_fractions(rng: Rng) -> Draft:
    upper, lower = pick(rng, 2, 9), choose(rng, [2, 3, 4, 6, 8])
    return number(
        {"upper": upper, "lower": lower},
        (
            "A jug holds [[1/{lower}]] of a tank. {who} pours in {upper} full jugs. What part of a tank is that?",
            "En una jarra cabe [[1/{lower}]] de un tanque. {who} vierte {upper} jarras llenas. ¿Qué parte de un "
            "tanque es?",
        ),
        Fraction(upper, lower),
        [
            (Fraction(1, upper * lower), "multiplies_the_bottom"),
            (Fraction(1, lower), "uses_only_one_of_several"),
            (Fraction(lower, upper), "turns_fraction_over"),
        ],
        (
            "{upper} parts of the size [[1/{lower}]]: [[{upper}/{lower}]].",
            "{upper} partes de [[1/{lower}]]: [[{upper}/{lower}]].",
        ),
        shown=people(rng),
    )


LINE = (
    (
        "Into how many equal steps is the way from 0 to 1 cut?",
        "¿En cuántos pasos iguales está cortado el camino de 0 a 1?",
    ),
    ("Count steps, not marks, and start at 0.", "Cuenta pasos, no marcas, y empieza en 0."),
)


@family("3.NF.A.2", -0.2, LINE, lambda p: sum([Fraction(1, p["lower"])] * p["upper"]))
def mark_a_fraction(rng: Rng) -> Draft:
    upper, lower = _proper(rng, 3, 10)
    return on_line(
        {"upper": upper, "lower": lower},
        ("Mark [[{upper}/{lower}]] on the line.", "Marca [[{upper}/{lower}]] en la recta."),
        Fraction(upper, lower),
        [
            (Fraction(upper - 1, lower), "counts_marks_not_steps"),
            (Fraction(upper + 1, lower), "counts_marks_not_steps"),
            (Fraction(lower - upper, lower), "counts_from_the_wrong_end"),
        ],
        ("From 0, count steps of [[1/{lower}]]: {upper}.", "Desde 0, cuenta pasos de [[1/{lower}]]: {upper}."),
        start=0,
        end=1,
        step=Fraction(1, lower),
    )


@family("3.NF.A.2", 0.1, LINE, lambda p: 1 - Fraction(p["lower"] - p["upper"], p["lower"]))
def read_a_point(rng: Rng) -> Draft:
    upper, lower = _proper(rng, 3, 10)
    return number(
        {"upper": upper, "lower": lower},
        ("Which number is at point A?", "¿Qué número está en el punto A?"),
        Fraction(upper, lower),
        [
            (Fraction(upper + 1, lower + 1), "counts_marks_not_steps"),
            (Fraction(upper, lower + 1), "counts_marks_not_steps"),
            (upper, "reads_marks_as_whole_numbers"),
        ],
        (
            "{upper} of {lower} equal steps: [[{upper}/{lower}]].",
            "{upper} de {lower} pasos iguales: [[{upper}/{lower}]].",
        ),
        figure=figure(
            "number_line", start="0", end="1", parts=lower, labels=("0", "1"), points=((f"{upper}/{lower}", "A"),)
        ),
    )


@family("3.NF.A.2", 0.5, LINE, lambda p: p["whole"] + Fraction(p["upper"], p["lower"]))
def mark_beyond_one(rng: Rng) -> Draft:
    lower = choose(rng, [2, 3, 4, 5, 6])
    whole, upper = pick(rng, 1, 2), pick(rng, 1, lower - 1)
    if lower == 2:
        whole = pick(rng, 0, 2)
    top = whole * lower + upper
    return on_line(
        {"whole": whole, "upper": upper, "lower": lower},
        ("Mark [[{top}/{lower}]] on the line from 0 to 3.", "Marca [[{top}/{lower}]] en la recta de 0 a 3."),
        Fraction(top, lower),
        [
            (Fraction(upper, lower), "keeps_fractions_below_one"),
            (Fraction(top, 3 * lower) * 3 - Fraction(1, lower), "counts_marks_not_steps"),
            (Fraction(lower, lower), "keeps_fractions_below_one"),
        ],
        ("From 0, count steps of [[1/{lower}]]: {top}.", "Desde 0, cuenta pasos de [[1/{lower}]]: {top}."),
        start=0,
        end=3,
        step=Fraction(1, lower),
        labels=[0, 1, 2, 3],
        shown={"top": top},
    )


EQUAL = (
    (
        "Think of two bars of the same length, cut in two ways.",
        "Piensa en dos barras iguales, cortadas de dos maneras.",
    ),
    ("More parts means smaller parts.", "Más partes quiere decir partes más pequeñas."),
)


@family("3.NF.A.3", -0.1, EQUAL, lambda p: Fraction(p["upper"], p["lower"]) * p["lower"] * p["times"])
def blank_in_an_equal_fraction(rng: Rng) -> Draft:
    upper, lower = choose(rng, [(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (5, 6), (1, 6)])
    times = pick(rng, 2, 5)
    return number(
        {"upper": upper, "lower": lower, "times": times},
        ("Which number makes the fractions equal?", "¿Qué número hace iguales las fracciones?"),
        upper * times,
        [(upper + lower * (times - 1), "adds_the_same_to_top_and_bottom"), (upper, "changes_only_the_bottom")],
        (
            "Each part is cut into {times}, so the top is {answer}.",
            "Cada parte se corta en {times}, así que arriba va {answer}.",
        ),
        line="{upper}/{lower} = ?/{bottom}",
        shown={"bottom": lower * times},
    )


@family("3.NF.A.3", 0.2, EQUAL, lambda p: ">" if Fraction(*p["first"]) > Fraction(*p["second"]) else "<")
def larger_with_same_top_or_bottom(rng: Rng) -> Draft:
    same = pick(rng, 2, 7)
    first, second = (int(each) for each in rng.permutation(8)[:2] + same + 1)
    if rng.integers(2):
        pair = (same, first), (same, second)
        right = ">" if first < second else "<"
        slip = "larger_bottom_means_larger_fraction"
    else:
        bottom = same + 9
        pair = (first - same, bottom), (second - same, bottom)
        right = ">" if first > second else "<"
        slip = "compares_fractions_by_guess"
    return choice(
        {"first": pair[0], "second": pair[1]},
        ("Which sign makes this true?", "¿Qué signo hace esto cierto?"),
        right,
        [({">": "<", "<": ">"}[right], slip), ("=", "compares_fractions_by_guess")],
        ("Compare how large and how many the parts are.", "Compara el tamaño y el número de las partes."),
        line="{a}/{b} ○ {c}/{d}",
        shown={"a": pair[0][0], "b": pair[0][1], "c": pair[1][0], "d": pair[1][1]},
        in_order=True,
    )


@family("3.NF.A.3", 0.5, EQUAL, lambda p: [f"{u}/{lo}" for u, lo in p["options"] if u * p["lower"] == lo * p["upper"]])
def all_equal_fractions(rng: Rng) -> Draft:
    upper, lower = choose(rng, [(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (2, 5), (3, 5)])
    times = [int(each) for each in rng.permutation(4)[:2] + 2]
    right = [(upper * each, lower * each) for each in times]
    wrong = [(upper + times[0], lower + times[0]), (upper, lower * times[0]), (upper * times[1], lower)]
    return several(
        {"upper": upper, "lower": lower, "options": (*right, *wrong)},
        (
            "Choose all fractions that are equal to [[{upper}/{lower}]].",
            "Elige todas las fracciones iguales a [[{upper}/{lower}]].",
        ),
        [f"{u}/{lo}" for u, lo in right],
        [
            (f"{u}/{lo}", slip)
            for (u, lo), slip in zip(
                wrong,
                ["adds_the_same_to_top_and_bottom", "changes_only_the_bottom", "changes_only_the_top"],
                strict=True,
            )
        ],
        ("Top and bottom are multiplied by the same number.", "Arriba y abajo se multiplica por el mismo número."),
    )
