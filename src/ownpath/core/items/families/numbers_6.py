"""Level 6: dividing fractions, decimals, common factors, numbers below zero."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from math import gcd, lcm

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    number,
    people,
    pick,
    show,
)

LOWEST = [(u, lo) for lo in (2, 3, 4, 5, 6, 8) for u in range(1, lo) if gcd(u, lo) == 1]
DIVIDE = (
    ("How often does the second fit into the first?", "¿Cuántas veces cabe la segunda en la primera?"),
    ("Give both the same bottom number, then divide the tops.", "Dales el mismo número abajo y divide los de arriba."),
)


@family(
    "6.NS.A.1", 0.0, DIVIDE, lambda p: Fraction(p["first"][0] * p["second"][1], 1) / (p["second"][0] * p["first"][1])
)
def divide_fractions(rng: Rng) -> Draft:
    first, second = choose(rng, LOWEST), choose(rng, LOWEST)
    (a, b), (c, d) = first, second
    return number(
        {"first": first, "second": second},
        ("Find [[({a}/{b}) ÷ ({c}/{d})]].", "Halla [[({a}/{b}) ÷ ({c}/{d})]]."),
        Fraction(a, b) / Fraction(c, d),
        [
            (Fraction(a * c, b * d), "multiplies_instead_of_dividing"),
            (Fraction(b * c, a * d), "flips_the_wrong_fraction"),
            (Fraction(b * d, a * c), "flips_both_fractions"),
        ],
        ("[[{a}/{b} × {d}/{c} = {answer}]].", "[[{a}/{b} × {d}/{c} = {answer}]]."),
        shown={"a": a, "b": b, "c": c, "d": d},
    )


@family(
    "6.NS.A.1", 0.2, DIVIDE, lambda p: next(k for k in count(1) if Fraction(*p["scoop"]) * k == Fraction(p["cups"]))
)
def scoops_in_a_bag(rng: Rng) -> Draft:
    scoop, k = choose(rng, LOWEST), pick(rng, 3, 15)
    cups = Fraction(*scoop) * k
    return number(
        {"scoop": scoop, "cups": str(cups)},
        (
            "A bag holds [[{amount}]] cups of seeds. One scoop is [[{c}/{d}]] cup. How many scoops are in the bag?",
            "Una bolsa tiene [[{amount}]] tazas de semillas. Una medida es [[{c}/{d}]] de taza. ¿Cuántas medidas "
            "hay en la bolsa?",
        ),
        k,
        [
            (cups * Fraction(*scoop), "multiplies_instead_of_dividing"),
            (Fraction(*scoop) / cups, "turns_division_around"),
            (cups - Fraction(*scoop), "subtracts_instead_of_dividing"),
        ],
        ("[[{answer} × {c}/{d} = {amount}]].", "[[{answer} × {c}/{d} = {amount}]]."),
        shown={"c": scoop[0], "d": scoop[1], "amount": show(cups, "mixed")},
    )


@family("6.NS.A.1", 0.4, DIVIDE, lambda p: Fraction(p["area"]) / Fraction(*p["side"]))
def side_with_fractions(rng: Rng) -> Draft:
    side, other = choose(rng, LOWEST), choose(rng, [(u + lo, lo) for u, lo in LOWEST])
    area = Fraction(side[0] * other[0], side[1] * other[1])
    return number(
        {"side": side, "area": str(area)},
        (
            "A field covers [[{shown_area}]] square miles. One side is [[{a}/{b}]] mile. How long is the other side?",
            "Un campo mide [[{shown_area}]] millas cuadradas. Un lado mide [[{a}/{b}]] de milla. ¿Cuánto mide el "
            "otro lado?",
        ),
        Fraction(*other),
        [
            (area * Fraction(*side), "multiplies_instead_of_dividing"),
            (area - Fraction(*side), "subtracts_instead_of_dividing"),
            (1 / Fraction(*other), "turns_division_around"),
        ],
        ("[[{answer:mixed}]] miles.", "[[{answer:mixed}]] millas."),
        shown={"a": side[0], "b": side[1], "shown_area": show(area, "mixed")},
        unit="mi",
    )


DECIMAL = (
    ("Estimate first: about how large must it be?", "Primero estima: ¿más o menos cuánto debe ser?"),
    (
        "Divide: make the second number whole, and move both points alike.",
        "Divide: haz entero el segundo número y mueve igual los dos puntos.",
    ),
)


@family("6.NS.B.3", 0.1, DECIMAL, lambda p: Fraction(p["n"], 100) / Fraction(p["b"], 10))
def divide_decimals(rng: Rng) -> Draft:
    b, q = pick(rng, 2, 29), pick(rng, 12, 99)
    b, q = b + (b % 10 == 0), q + (q % 10 == 0)
    return number(
        {"n": b * q, "b": b},
        ("Find [[{n:d2} ÷ {b:d1}]].", "Halla [[{n:d2} ÷ {b:d1}]]."),
        Fraction(show(q, "d1")),
        [
            (Fraction(q, 100), "one_place_off"),
            (q, "ignores_the_decimal_point"),
            (Fraction(b * q * b, 1000), "multiplies_instead_of_dividing"),
        ],
        ("Times ten on both sides: [[{n:d1} ÷ {b}]].", "Por diez en los dos: [[{n:d1} ÷ {b}]]."),
    )


@family("6.NS.B.3", 0.0, DECIMAL, lambda p: Fraction(p["a"], 10) - Fraction(p["b"], 1000))
def subtract_decimals(rng: Rng) -> Draft:
    a, b = pick(rng, 41, 99), pick(rng, 1005, 3999)
    a, b = a + (a % 10 == 0), b + (b % 10 == 0)
    return number(
        {"a": a, "b": b},
        ("Find [[{a:d1} - {b:d3}]].", "Halla [[{a:d1} - {b:d3}]]."),
        Fraction(100 * a - b, 1000),
        [
            (Fraction(100 * a, 1000) - Fraction(b, 1000) + Fraction(b % 100, 1000) * 2, "brings_down_missing_places"),
            (Fraction(abs(a - b), 1000), "lines_up_the_last_digits"),
            (Fraction(100 * a + b, 1000), "adds_or_subtracts_the_wrong_way"),
        ],
        ("Write {a:d1} with three places: {value}.", "Escribe {a:d1} con tres lugares: {value}."),
        shown={"value": show(100 * a - b, "d3")},
    )


@family("6.NS.B.3", 0.4, DECIMAL, lambda p: Fraction(p["price"], 100) * Fraction(p["weight"], 10))
def price_by_weight(rng: Rng) -> Draft:
    price, weight = pick(rng, 12, 60) * 10, pick(rng, 11, 49)
    weight += weight % 10 == 0
    return number(
        {"price": price, "weight": weight},
        (
            "Cheese costs {price:m} dollars a pound. {who} buys {weight:d1} pounds. How many dollars is that?",
            "El queso cuesta {price:m} dólares la libra. {who} compra {weight:d1} libras. ¿Cuántos dólares son?",
        ),
        Fraction(price * weight, 1000),
        [
            (Fraction(price * weight, 100), "one_place_off"),
            (Fraction(price, 100) + Fraction(weight, 10), "adds_instead_of_multiplying"),
            (Fraction(price, 10 * weight), "divides_instead_of_multiplying"),
        ],
        ("It costs {cost}.", "Cuesta {cost}."),
        shown={"cost": show(price * weight // 10, "m"), **people(rng)},
        unit="$",
    )


COMMON = (
    ("Write the factors or the multiples of both.", "Escribe los factores o los múltiplos de los dos."),
    ("Which ones do both have?", "¿Cuáles tienen los dos?"),
)


@family("6.NS.B.4", 0.0, COMMON, lambda p: max(k for k in range(1, p["a"] + 1) if p["a"] % k == 0 and p["b"] % k == 0))
def greatest_common_factor(rng: Rng) -> Draft:
    common = pick(rng, 2, 12)
    m, n = pick(rng, 2, 8), pick(rng, 2, 8)
    while m == n or gcd(m, n) == min(m, n):
        m, n = pick(rng, 2, 8), pick(rng, 2, 8)
    a, b = common * m, common * n
    g = gcd(a, b)
    return number(
        {"a": a, "b": b},
        (
            "What is the greatest number that divides both {a} and {b}?",
            "¿Cuál es el mayor número que divide a {a} y a {b}?",
        ),
        g,
        [
            (lcm(a, b), "mixes_up_factor_and_multiple"),
            (1, "stops_at_a_small_factor"),
            (2 if g % 2 == 0 else 3, "stops_at_a_small_factor"),
            (min(a, b), "takes_one_of_the_numbers"),
        ],
        (
            "Both divide by {answer}, and by no greater number.",
            "Los dos se dividen entre {answer} y entre ninguno mayor.",
        ),
    )


@family("6.NS.B.4", 0.2, COMMON, lambda p: next(k for k in count(1) if k % p["a"] == 0 and k % p["b"] == 0))
def least_common_multiple(rng: Rng) -> Draft:
    a, b = pick(rng, 3, 12), pick(rng, 3, 12)
    while a % b == 0 or b % a == 0:
        a, b = pick(rng, 3, 12), pick(rng, 3, 12)
    return number(
        {"a": a, "b": b},
        (
            "One bell rings every {a} minutes, another every {b}. They ring together now. After how many minutes "
            "do they next ring together?",
            "Una campana suena cada {a} minutos y otra cada {b}. Ahora suenan juntas. ¿En cuántos minutos vuelven "
            "a sonar juntas?",
        ),
        a * b // gcd(a, b),
        [
            (a * b, "takes_the_product_always"),
            (gcd(a, b), "mixes_up_factor_and_multiple"),
            (a + b, "adds_instead_of_multiplying"),
        ],
        ("{answer} is the first number in both lists.", "{answer} es el primer número en las dos listas."),
        unit="min",
    )


@family(
    "6.NS.B.4",
    0.4,
    COMMON,
    lambda p: next(
        f"{g}({p['a'] // g} + {p['b'] // g})" for g in range(p["a"], 0, -1) if p["a"] % g == 0 and p["b"] % g == 0
    ),
)
def sum_as_a_product(rng: Rng) -> Draft:
    common = pick(rng, 2, 9)
    m, n = pick(rng, 2, 9), pick(rng, 2, 9)
    while gcd(m, n) > 1 or m == n:
        m, n = pick(rng, 2, 9), pick(rng, 2, 9)
    a, b = common * m, common * n
    return choice(
        {"a": a, "b": b},
        (
            "Which is [[{a} + {b}]] with the greatest common factor in front?",
            "¿Cuál es [[{a} + {b}]] con el mayor factor común delante?",
        ),
        f"{common}({m} + {n})",
        [
            (f"{common}({m} + {b})", "divides_only_one_part"),
            (f"{common}({a} + {b})", "puts_the_factor_in_front_only"),
            (f"{common + 1}({m} + {n})", "takes_a_wrong_factor"),
        ],
        ("Divide both by {common}.", "Divide los dos entre {common}."),
        shown={"common": common},
    )
