"""Level 5: expressions in numbers, places and decimals, calculating on paper, units, volume, the grid."""

from __future__ import annotations

from fractions import Fraction
from itertools import count

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    expression,
    family,
    number,
    pick,
    show,
)

ORDER = (
    ("What stands in parentheses comes first.", "Lo que está entre paréntesis va primero."),
    (
        "Then times and divide, then plus and minus, from left to right.",
        "Luego por y entre, y después más y menos, de izquierda a derecha.",
    ),
)


@family("5.OA.A.1", -0.2, ORDER, lambda p: sum([p["b"] - p["c"]] * p["a"]))
def times_a_difference(rng: Rng) -> Draft:
    a, c = pick(rng, 3, 9), pick(rng, 2, 8)
    b = c + pick(rng, 2, 9)
    return number(
        {"a": a, "b": b, "c": c},
        ("Find [[{a} × ({b} - {c})]].", "Halla [[{a} × ({b} - {c})]]."),
        a * b - a * c,
        [(a * b - c, "ignores_parentheses"), (a * (b + c), "adds_or_subtracts_the_wrong_way")],
        ("[[{b} - {c} = {inside}]], then times {a}: {answer}.", "[[{b} - {c} = {inside}]], luego por {a}: {answer}."),
        shown={"inside": b - c},
    )


@family("5.OA.A.1", 0.1, ORDER, lambda p: p["a"] + sum([p["b"]] * p["c"]) - p["d"])
def order_without_parentheses(rng: Rng) -> Draft:
    a, b, c, d = pick(rng, 3, 20), pick(rng, 2, 9), pick(rng, 2, 9), pick(rng, 1, 3)
    return number(
        {"a": a, "b": b, "c": c, "d": d},
        ("Find [[{a} + {b} × {c} - {d}]].", "Halla [[{a} + {b} × {c} - {d}]]."),
        a - d + b * c,
        [
            ((a + b) * c - d, "works_from_left_to_right_only"),
            (a + b * (c - d), "adds_before_multiplying"),
            ((a + b) * (c - d), "adds_before_multiplying"),
        ],
        ("[[{b} × {c} = {product}]] comes first.", "[[{b} × {c} = {product}]] va primero."),
        shown={"product": b * c},
    )


@family("5.OA.A.1", 0.4, ORDER, lambda p: {(p["a"] + p["b"]) * p["c"]: f"({p['a']} + {p['b']}) × {p['c']}"}[p["value"]])
def where_parentheses_go(rng: Rng) -> Draft:
    a, b, c = pick(rng, 2, 12), pick(rng, 2, 9), pick(rng, 3, 9)
    return choice(
        {"a": a, "b": b, "c": c, "value": a * c + b * c},
        ("Which one is worth {value}?", "¿Cuál vale {value}?"),
        f"({a} + {b}) × {c}",
        [
            (f"{a} + {b} × {c}", "works_from_left_to_right_only"),
            (f"{a} + ({b} × {c})", "ignores_parentheses"),
            (f"{a} × {c} + {b}", "multiplies_only_one_part"),
        ],
        ("Add first: [[({a} + {b}) × {c} = {value}]].", "Primero suma: [[({a} + {b}) × {c} = {value}]]."),
    )


WORDS = (
    ("Which words name the last thing you do?", "¿Qué palabras dicen lo último que haces?"),
    ("Put in parentheses what is done first.", "Pon entre paréntesis lo que se hace primero."),
)


@family("5.OA.A.2", -0.1, WORDS, lambda p: f"({p['a']} + {p['b']}) × {p['n']}")
def times_the_sum(rng: Rng) -> Draft:
    n, a, b = pick(rng, 3, 9), pick(rng, 2, 19), pick(rng, 2, 19)
    return expression(
        {"n": n, "a": a, "b": b},
        (
            "Write in numbers and signs: {n} times the sum of {a} and {b}.",
            "Escribe con números y signos: {n} veces la suma de {a} y {b}.",
        ),
        f"{n} × ({a} + {b})",
        [(f"{n} × {a} + {b}", "multiplies_only_one_part"), (f"{n} + {a} + {b}", "adds_instead_of_multiplying")],
        ("The sum comes first: [[{n} × ({a} + {b})]].", "La suma va primero: [[{n} × ({a} + {b})]]."),
        letters="",
    )


@family("5.OA.A.2", 0.2, WORDS, lambda p: f"({p['a']} - {p['b']}) ÷ {p['n']}")
def words_for_a_quotient(rng: Rng) -> Draft:
    n, q, b = pick(rng, 2, 8), pick(rng, 3, 9), pick(rng, 3, 20)
    a = n * q + b
    return choice(
        {"n": n, "a": a, "b": b},
        (
            "Take {b} from {a}, then divide by {n}. Which one says this?",
            "Quita {b} de {a} y luego divide entre {n}. ¿Cuál dice esto?",
        ),
        f"({a} - {b}) ÷ {n}",
        [
            (f"{a} - {b} ÷ {n}", "ignores_parentheses"),
            (f"({b} - {a}) ÷ {n}", "turns_subtraction_around"),
            (f"{n} ÷ ({a} - {b})", "turns_division_around"),
        ],
        ("What is done first stands in parentheses.", "Lo que se hace primero va entre paréntesis."),
    )


@family(
    "5.OA.A.2", 0.4, WORDS, lambda p: next(k for k in count(1) if (p["a"] + p["b"]) * k == p["n"] * (p["a"] + p["b"]))
)
def how_many_times_without_working_out(rng: Rng) -> Draft:
    n, a, b = pick(rng, 2, 9), pick(rng, 123, 987), pick(rng, 23, 99)
    return number(
        {"n": n, "a": a, "b": b},
        (
            "How many times as large is [[{n} × ({a} + {b})]] as [[{a} + {b}]]? You need not work it out.",
            "¿Cuántas veces [[{a} + {b}]] es [[{n} × ({a} + {b})]]? No hace falta calcularlo.",
        ),
        n,
        [(n * (a + b), "works_out_instead_of_comparing"), (n + 1, "one_group_off"), (n - 1, "one_group_off")],
        ("The sum is taken {answer} times.", "La suma se toma {answer} veces."),
    )


SHIFT = (
    ("Each place is ten times the place to its right.", "Cada lugar vale diez veces el de su derecha."),
    ("Which way do the digits move, and how many places?", "¿Hacia dónde se mueven las cifras y cuántos lugares?"),
)


@family("5.NBT.A.1", 0.0, SHIFT, lambda p: Fraction(p["digit"]) / 10 ** p["place"])
def worth_of_a_decimal_digit(rng: Rng) -> Draft:
    digits = [int(each) for each in rng.permutation(9)[:5] + 1]
    place = pick(rng, 1, 3)
    text = f"{digits[0]}{digits[1]}.{digits[2]}{digits[3]}{digits[4]}"
    digit = digits[1 + place]
    value = Fraction("0." + "0" * (place - 1) + str(digit))
    return number(
        {"text": text, "digit": digit, "place": place},
        ("What is the {digit} in {text} worth?", "¿Cuánto vale el {digit} en {text}?"),
        value,
        [
            (digit, "reads_a_digit_without_its_place"),
            (value * 10, "one_place_off"),
            (value / 10, "one_place_off"),
            (digit * 10**place, "takes_decimal_places_as_large"),
        ],
        ("It is worth [[{answer}]].", "Vale [[{answer}]]."),
    )


@family(
    "5.NBT.A.1",
    0.2,
    SHIFT,
    lambda p: next(
        f
        for f in (Fraction(1, 100), Fraction(1, 10), Fraction(10), Fraction(100))
        if Fraction(p["b"]) == f * Fraction(p["a"])
    ),
)
def one_digit_in_two_places(rng: Rng) -> Draft:
    digit, low, up = pick(rng, 2, 9), pick(rng, -2, 1), pick(rng, 1, 2)
    a, b = Fraction(10) ** low * digit, Fraction(10) ** (low + up) * digit
    if rng.integers(2):
        a, b = b, a
    texts = [show(x * 1000, "d3").replace(",", "") for x in (a, b)]
    answer = Fraction(texts[1]) / Fraction(texts[0])
    return number(
        {"a": texts[0], "b": texts[1]},
        ("{b} is how many times {a}? A fraction may be right.", "¿Cuántas veces {a} es {b}? Puede ser una fracción."),
        answer,
        [(1 / answer, "turns_comparison_around"), (up, "counts_places_not_times"), (answer * 10, "one_place_off")],
        ("[[{answer}]] times.", "[[{answer}]] veces."),
    )


@family("5.NBT.A.1", 0.4, SHIFT, lambda p: show(p["n"] * 10 if p["way"] == "left" else p["n"], "d3"))
def move_one_place(rng: Rng) -> Draft:
    n, way = pick(rng, 123, 9876), choose(rng, ["left", "right"])
    right = show(n, "d2") if way == "left" else show(n, "d3")
    wrong = [
        show(n, "d3") if way == "left" else show(n * 10, "d3"),
        show(n * (100 if way == "left" else 1), "d3" if way == "left" else "d4"),
    ]
    wrong = [each for each in dict.fromkeys([*wrong, show(n, "d1")]) if each != right]
    start = show(n, "d3") if way == "left" else show(n, "d2")
    return choice(
        {"n": n, "way": way},
        (
            {
                "left": "Every digit of {start} moves one place to the left. What number is it now?",
                "right": "Every digit of {start} moves one place to the right. What number is it now?",
            }[way],
            {
                "left": "Cada cifra de {start} pasa un lugar a la izquierda. ¿Qué número es ahora?",
                "right": "Cada cifra de {start} pasa un lugar a la derecha. ¿Qué número es ahora?",
            }[way],
        ),
        right,
        [(each, "one_place_off") for each in wrong if each != start] + [(start, "sees_no_change_of_place")],
        (
            "To the left is ten times as much, to the right a tenth.",
            "A la izquierda vale diez veces más; a la derecha, un décimo.",
        ),
        shown={"start": start},
    )


@family("5.NBT.A.2", -0.1, SHIFT, lambda p: Fraction(p["n"], 100) * p["by"])
def decimal_times_power_of_ten(rng: Rng) -> Draft:
    n, power = pick(rng, 12, 987), pick(rng, 1, 3)
    n += 1 if n % 10 == 0 else 0
    by = 10**power
    return number(
        {"n": n, "by": by},
        ("Find [[{n:d2} × {by}]].", "Halla [[{n:d2} × {by}]]."),
        Fraction(n * 10 ** (power + 1), 1000),
        [
            (Fraction(f"{n // 100}.{n % 100:02d}" + "0" * power), "adds_zeros_behind_a_decimal"),
            (Fraction(n * 10 ** (power + 1), 100), "one_place_off"),
            (Fraction(n * 10**power, 1000), "one_place_off"),
        ],
        ("The digits move to the left. Places: {power}.", "Las cifras pasan a la izquierda. Lugares: {power}."),
        shown={"power": power},
    )


@family("5.NBT.A.2", 0.2, SHIFT, lambda p: Fraction(p["n"], 10) / p["by"])
def decimal_over_power_of_ten(rng: Rng) -> Draft:
    n, power = pick(rng, 12, 9876), pick(rng, 1, 2)
    n += 1 if n % 10 == 0 else 0
    return number(
        {"n": n, "by": 10**power},
        ("Find [[{n:d1} ÷ {by}]].", "Halla [[{n:d1} ÷ {by}]]."),
        Fraction(show(n, f"d{power + 1}").replace(",", "")),
        [
            (Fraction(n, 10) * 10**power, "multiplies_instead_of_dividing"),
            (Fraction(n, 10 ** (power + 2)), "one_place_off"),
            (Fraction(n, 10**power), "one_place_off"),
        ],
        ("The digits move to the right. Places: {power}.", "Las cifras pasan a la derecha. Lugares: {power}."),
        shown={"power": power},
    )


@family(
    "5.NBT.A.2",
    0.4,
    SHIFT,
    lambda p: next(k for k in range(1, 7) if Fraction(p["n"], 1000) * 10**k == Fraction(p["whole"])),
)
def which_power_of_ten(rng: Rng) -> Draft:
    n, power = pick(rng, 123, 999), pick(rng, 1, 5)
    n += 1 if n % 10 == 0 else 0
    return number(
        {"n": n, "whole": str(Fraction(n * 10**power, 1000))},
        (
            "Which power of ten goes in the blank? Give the exponent: [[{n:d3} × 10^k = {product}]].",
            "¿Qué potencia de diez falta? Da el exponente: [[{n:d3} × 10^k = {product}]].",
        ),
        power,
        [(power + 1, "one_place_off"), (power - 1, "one_place_off"), (10**power, "gives_the_power_not_the_exponent")],
        ("Places that the digits moved: {answer}.", "Lugares que se movieron las cifras: {answer}."),
        shown={"product": show(n * 10**power, "d3")},
    )
