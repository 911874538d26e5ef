"""Level 5: adding, sharing, multiplying and dividing fractions."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

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
    show,
)

LOWEST = [(u, lo) for lo in (2, 3, 4, 5, 6, 8, 10) for u in range(1, lo) if gcd(u, lo) == 1]
SAME = (
    ("Into how many parts can both be cut?", "¿En cuántas partes se pueden cortar las dos?"),
    (
        "Give both the same bottom number, then add or take away the tops.",
        "Dales el mismo número abajo y luego suma o resta los de arriba.",
    ),
)


def _unlike(rng: Rng) -> tuple[tuple[int, int], tuple[int, int]]:
    first, second = choose(rng, LOWEST), choose(rng, LOWEST)
    while first[1] == second[1]:
        second = choose(rng, LOWEST)
    return first, second


def common(first: tuple[int, int], second: tuple[int, int], sign: int = 1) -> Fraction:
    bottom = lcm(first[1], second[1])
    return Fraction(first[0] * (bottom // first[1]) + sign * second[0] * (bottom // second[1]), bottom)


@family("5.NF.A.1", 0.0, SAME, lambda p: Fraction(*p["first"]) + Fraction(*p["second"]))
def add_unlike_fractions(rng: Rng) -> Draft:
    first, second = _unlike(rng)
    (a, b), (c, d) = first, second
    return number(
        {"first": first, "second": second},
        ("Find [[{a}/{b} + {c}/{d}]].", "Halla [[{a}/{b} + {c}/{d}]]."),
        common(first, second),
        [
            (Fraction(a + c, b + d), "adds_tops_and_bottoms"),
            (Fraction(a + c, lcm(b, d)), "changes_only_the_bottom"),
            (Fraction(a + c, max(b, d)), "changes_only_the_bottom"),
        ],
        ("Both as parts of {m}: [[{x}/{m} + {y}/{m}]].", "Las dos en partes de {m}: [[{x}/{m} + {y}/{m}]]."),
        shown={"a": a, "b": b, "c": c, "d": d, "m": lcm(b, d), "x": a * lcm(b, d) // b, "y": c * lcm(b, d) // d},
    )


@family("5.NF.A.1", 0.3, SAME, lambda p: p["w"] + Fraction(*p["first"]) - Fraction(*p["second"]))
def subtract_from_unlike_mixed(rng: Rng) -> Draft:
    (first, second), w = _unlike(rng), pick(rng, 1, 5)
    (a, b), (c, d) = first, second
    return number(
        {"w": w, "first": first, "second": second},
        ("Find [[{w} {a}/{b} - {c}/{d}]].", "Halla [[{w} {a}/{b} - {c}/{d}]]."),
        w + common(first, second, -1),
        [
            (w + Fraction(abs(a - c), abs(b - d)), "subtracts_tops_and_bottoms"),
            (w + abs(common(first, second, -1)), "subtracts_smaller_part_always"),
            (w + 1 + common(first, second, -1), "forgets_what_was_borrowed"),
        ],
        ("It is [[{answer:mixed}]].", "Es [[{answer:mixed}]]."),
        shown={"a": a, "b": b, "c": c, "d": d},
    )


@family(
    "5.NF.A.1",
    0.2,
    SAME,
    lambda p: (
        show(Fraction(*p["first"]) * p["m"])
        + "/"
        + str(p["m"])
        + " + "
        + show(Fraction(*p["second"]) * p["m"])
        + "/"
        + str(p["m"])
    ),
)
def same_sum_with_one_bottom(rng: Rng) -> Draft:
    first, second = _unlike(rng)
    (a, b), (c, d) = first, second
    m = lcm(b, d)
    x, y = a * (m // b), c * (m // d)
    return choice(
        {"first": first, "second": second, "m": m},
        ("Which sum is worth the same as [[{a}/{b} + {c}/{d}]]?", "¿Qué suma vale lo mismo que [[{a}/{b} + {c}/{d}]]?"),
        f"{x}/{m} + {y}/{m}",
        [
            (f"{a}/{m} + {c}/{m}", "changes_only_the_bottom"),
            (f"{a + m - b}/{m} + {c + m - d}/{m}", "adds_the_same_to_top_and_bottom"),
            (f"{a + c}/{b + d}", "adds_tops_and_bottoms"),
        ],
        ("Top and bottom are multiplied alike.", "Arriba y abajo se multiplica igual."),
        shown={"a": a, "b": b, "c": c, "d": d},
    )


@family("5.NF.A.2", 0.1, SAME, lambda p: Fraction(*p["first"]) + Fraction(*p["second"]))
def flour_and_sugar(rng: Rng) -> Draft:
    first, second = _unlike(rng)
    (a, b), (c, d) = first, second
    return number(
        {"first": first, "second": second},
        (
            "{who} mixes [[{a}/{b}]] cup of oats with [[{c}/{d}]] cup of nuts. How many cups are in the mix?",
            "{who} mezcla [[{a}/{b}]] de taza de avena con [[{c}/{d}]] de taza de nueces. ¿Cuántas tazas hay en la "
            "mezcla?",
        ),
        common(first, second),
        [
            (Fraction(a + c, b + d), "adds_tops_and_bottoms"),
            (abs(common(first, second, -1)), "adds_or_subtracts_the_wrong_way"),
            (Fraction(a + c, lcm(b, d)), "changes_only_the_bottom"),
        ],
        ("[[{answer:mixed}]] cups.", "[[{answer:mixed}]] tazas."),
        shown={"a": a, "b": b, "c": c, "d": d, **people(rng)},
    )


@family("5.NF.A.2", 0.3, SAME, lambda p: p["whole"] - Fraction(*p["first"]) - Fraction(*p["second"]))
def rope_that_is_left(rng: Rng) -> Draft:
    (first, second), whole = _unlike(rng), pick(rng, 2, 6)
    (a, b), (c, d) = first, second
    return number(
        {"whole": whole, "first": first, "second": second},
        (
            "A rope is {whole} m long. {who} cuts off [[{a}/{b}]] m and then [[{c}/{d}]] m. How many meters are left?",
            "Una cuerda mide {whole} m. {who} corta [[{a}/{b}]] m y luego [[{c}/{d}]] m. ¿Cuántos metros quedan?",
        ),
        whole - common(first, second),
        [
            (common(first, second), "stops_after_one_step"),
            (whole - Fraction(a + c, b + d), "adds_tops_and_bottoms"),
            (whole - Fraction(a, b), "uses_only_one_of_several"),
        ],
        ("[[{answer:mixed}]] m are left.", "Quedan [[{answer:mixed}]] m."),
        shown={"a": a, "b": b, "c": c, "d": d, **people(rng)},
        unit="m",
    )


@family(
    "5.NF.A.2",
    0.2,
    SAME,
    lambda p: "too small" if Fraction(*p["said"]) < max(Fraction(*p["first"]), Fraction(*p["second"])) else "fits",
)
def does_the_answer_make_sense(rng: Rng) -> Draft:
    first, second = _unlike(rng)
    (a, b), (c, d) = first, second
    said = (a + c, b + d)
    while Fraction(*said) >= max(Fraction(*first), Fraction(*second)):
        first, second = _unlike(rng)
        (a, b), (c, d) = first, second
        said = (a + c, b + d)
    return choice(
        {"first": first, "second": second, "said": said},
        (
            "{who} says: [[{a}/{b} + {c}/{d}]] is [[{x}/{y}]]. What do you think?",
            "{who} dice: [[{a}/{b} + {c}/{d}]] es [[{x}/{y}]]. ¿Qué opinas?",
        ),
        ("too small", "es muy poco"),
        [
            (("right", "es correcto"), "adds_tops_and_bottoms"),
            (("too large", "es demasiado"), "compares_fractions_by_guess"),
        ],
        ("A sum cannot be less than one of its parts.", "Una suma no puede ser menor que una de sus partes."),
        shown={"a": a, "b": b, "c": c, "d": d, "x": said[0], "y": said[1], **people(rng)},
    )


SHARE = (
    (
        "Cut every whole into as many parts as there are people.",
        "Corta cada entero en tantas partes como personas hay.",
    ),
    ("How many such parts does each one get?", "¿Cuántas de esas partes recibe cada persona?"),
)


@family("5.NF.B.3", -0.1, SHARE, lambda p: sum([Fraction(1, p["friends"])] * p["pizzas"]))
def pizzas_among_friends(rng: Rng) -> Draft:
    friends, pizzas = pick(rng, 3, 9), pick(rng, 2, 9)
    while pizzas % friends == 0:
        pizzas = pick(rng, 2, 9)
    return number(
        {"pizzas": pizzas, "friends": friends},
        (
            "{pizzas} pizzas are shared fairly among {friends} friends. How much pizza does each one get?",
            "Se reparten {pizzas} pizzas por igual entre {friends} amigos. ¿Cuánta pizza recibe cada uno?",
        ),
        Fraction(pizzas, friends),
        [
            (Fraction(friends, pizzas), "turns_division_around"),
            (Fraction(1, friends), "uses_only_one_of_several"),
            (pizzas // friends, "drops_the_remainder"),
        ],
        ("[[{pizzas} ÷ {friends} = {pizzas}/{friends}]].", "[[{pizzas} ÷ {friends} = {pizzas}/{friends}]]."),
    )


@family("5.NF.B.3", 0.2, SHARE, lambda p: f"{p['a']} ÷ {p['b']}")
def fraction_as_a_division(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 15), pick(rng, 3, 12)
    while a == b:
        b = pick(rng, 3, 12)
    return choice(
        {"a": a, "b": b},
        ("Which one is worth the same as [[{a}/{b}]]?", "¿Cuál vale lo mismo que [[{a}/{b}]]?"),
        f"{a} ÷ {b}",
        [
            (f"{b} ÷ {a}", "turns_division_around"),
            (f"{a} × {b}", "multiplies_instead_of_dividing"),
            (f"{b} - {a}", "subtracts_instead_of_dividing"),
        ],
        ("A fraction is the top shared by the bottom.", "Una fracción es lo de arriba repartido entre lo de abajo."),
    )


@family("5.NF.B.3", 0.3, SHARE, lambda p: max(k for k in range(100) if k * p["bags"] <= p["rice"]))
def between_whole_pounds(rng: Rng) -> Draft:
    bags, low = pick(rng, 3, 9), pick(rng, 2, 9)
    rice = bags * low + pick(rng, 1, bags - 1)
    return on_line(
        {"rice": rice, "bags": bags},
        (
            "{rice} pounds of rice go equally into {bags} bags. How many full pounds are in each bag? Mark it.",
            "{rice} libras de arroz se ponen por igual en {bags} bolsas. ¿Cuántas libras enteras hay en cada bolsa? "
            "Márcalo.",
        ),
        low,
        [(low + 1, "rounds_the_quotient_up"), (rice - bags * low, "gives_the_remainder")],
        ("[[{rice}/{bags}]] is a little more than {answer}.", "[[{rice}/{bags}]] es un poco más que {answer}."),
        start=0,
        end=12,
        step=1,
        labels=[0, 6, 12],
    )
