"""Level 4: rounding, calculating on paper, units, area and edge, angles."""

from __future__ import annotations

from itertools import count

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
    table,
)

ROUNDING = (
    ("Find the place. The digit to its right decides.", "Busca el lugar. Decide la cifra de su derecha."),
    ("From 5 on it goes up; all places behind become zero.", "Desde 5 sube; los lugares de atrás quedan en cero."),
)
_PLACE = {
    10: ("ten", "decena"),
    100: ("hundred", "centena"),
    1000: ("thousand", "unidad de millar"),
    10000: ("ten thousand", "decena de millar"),
}


@family(
    "4.NBT.A.3",
    -0.1,
    ROUNDING,
    lambda p: min(
        (p["n"] // p["to"] * p["to"], (p["n"] // p["to"] + 1) * p["to"]), key=lambda r: (abs(r - p["n"]), -r)
    ),
)
def round_to_a_place(rng: Rng) -> Draft:
    to, n = choose(rng, [100, 1000, 10000]), pick(rng, 12345, 98765)
    half_up = (n + to // 2) // to * to
    down = n // to * to
    return number(
        {"n": n, "to": to},
        ("Round {n} to the nearest {place}.", "Redondea {n} a la {place} más cercana."),
        half_up,
        [
            (down, "always_rounds_down"),
            (down + to, "always_rounds_up"),
            ((n + to // 20) // (to // 10) * (to // 10), "rounds_to_another_place"),
        ],
        (
            "{n} lies between {down} and {up}; {answer} is nearer.",
            "{n} está entre {down} y {up}; {answer} está más cerca.",
        ),
        shown={"place": _PLACE[to], "down": down, "up": down + to},
    )


@family("4.NBT.A.3", 0.2, ROUNDING, lambda p: show(sorted(p["options"], key=lambda x: abs(x - (p["a"] + p["b"])))[0]))
def estimate_a_sum(rng: Rng) -> Draft:
    a, b = pick(rng, 21, 69) * 100 + pick(rng, 10, 40), pick(rng, 11, 29) * 100 + pick(rng, 60, 95)
    near = (a + 50) // 100 * 100 + (b + 50) // 100 * 100
    options = (near, near - 1000, near + 1000, near * 10)
    return choice(
        {"a": a, "b": b, "options": options},
        (
            "Which number is nearest to [[{a} + {b}]]? Do not add exactly.",
            "¿Qué número está más cerca de [[{a} + {b}]]? No sumes exacto.",
        ),
        show(near),
        [
            (show(near - 1000), "always_rounds_down"),
            (show(near + 1000), "always_rounds_up"),
            (show(near * 10), "adds_a_zero_too_many"),
        ],
        ("Round both to hundreds, then add.", "Redondea los dos a centenas y suma."),
    )


@family(
    "4.NBT.A.3",
    0.5,
    ROUNDING,
    lambda p: next(n for n in count(p["r"] - p["to"]) if (2 * n + p["to"]) // (2 * p["to"]) * p["to"] == p["r"]),
)
def smallest_that_rounds(rng: Rng) -> Draft:
    to = choose(rng, [10, 100])
    r = pick(rng, 12, 95) * to
    return number(
        {"r": r, "to": to},
        (
            "What is the smallest whole number that rounds to {r}, to the nearest {place}?",
            "¿Cuál es el menor entero que se redondea a {r}, a la {place} más cercana?",
        ),
        r - to // 2,
        [(r - to + 1, "always_rounds_up"), (r, "always_rounds_down"), (r - to // 2 + 1, "rounds_half_down")],
        ("Halfway goes up, so it is {answer}.", "La mitad sube, así que es {answer}."),
        shown={"place": _PLACE[to]},
    )


PAPER = (
    (
        "Write the numbers under each other, ones under ones.",
        "Escribe los números uno debajo del otro, unidades con unidades.",
    ),
    (
        "Go place by place from the right, and write down what is carried.",
        "Ve lugar por lugar desde la derecha y anota lo que llevas.",
    ),
)


def _digit_sum(a: int, b: int) -> int:
    carry, result = 0, 0
    for place in range(8):
        both = a // 10**place % 10 + b // 10**place % 10 + carry
        carry, result = both // 10, result + both % 10 * 10**place
    return result


@family("4.NBT.B.4", -0.1, PAPER, lambda p: _digit_sum(p["a"], p["b"]))
def add_large(rng: Rng) -> Draft:
    a, b = pick(rng, 2345, 58765), pick(rng, 1236, 39876)
    return number(
        {"a": a, "b": b},
        ("Find [[{a} + {b}]].", "Halla [[{a} + {b}]]."),
        a + b,
        [
            (sum((a // 10**k % 10 + b // 10**k % 10) % 10 * 10**k for k in range(6)), "forgets_the_carry"),
            (abs(a - b), "adds_or_subtracts_the_wrong_way"),
        ],
        ("[[{a} + {b} = {answer}]].", "[[{a} + {b} = {answer}]]."),
    )


@family("4.NBT.B.4", 0.2, PAPER, lambda p: p["a"] + (99999 - p["b"]) - 99999)
def subtract_large(rng: Rng) -> Draft:
    b = pick(rng, 1236, 39876)
    a = b + pick(rng, 1300, 45000)
    small_from_large = sum(abs(a // 10**k % 10 - b // 10**k % 10) * 10**k for k in range(6))
    return number(
        {"a": a, "b": b},
        ("Find [[{a} - {b}]].", "Halla [[{a} - {b}]]."),
        a - b,
        [
            (small_from_large, "subtracts_smaller_digit_always"),
            (a - b + 10, "forgets_what_was_borrowed"),
            (a - b + 100, "forgets_what_was_borrowed"),
        ],
        ("Check: [[{answer} + {b} = {a}]].", "Comprueba: [[{answer} + {b} = {a}]]."),
    )


@family("4.NBT.B.4", 0.4, PAPER, lambda p: p["goal"] - _digit_sum(p["a"], p["b"]))
def seats_still_free(rng: Rng) -> Draft:
    a, b = pick(rng, 1205, 5890), pick(rng, 1120, 4890)
    goal = a + b + pick(rng, 350, 4000)
    return number(
        {"goal": goal, "a": a, "b": b},
        (
            "A park has {goal} seats. {a} people came by train and {b} by bus, and all sit. How many seats are free?",
            "Un parque tiene {goal} asientos. Llegaron {a} personas en tren y {b} en autobús, y todas se sientan. "
            "¿Cuántos quedan libres?",
        ),
        goal - a - b,
        [
            (a + b, "stops_after_one_step"),
            (goal - a, "uses_only_one_of_several"),
            (goal - a + b, "adds_or_subtracts_the_wrong_way"),
        ],
        (
            "[[{a} + {b} = {both}]], and [[{goal} - {both} = {answer}]].",
            "[[{a} + {b} = {both}]], y [[{goal} - {both} = {answer}]].",
        ),
        shown={"both": a + b},
    )


MULTIPLY = (
    (
        "Cut the numbers into tens and ones, and draw a box for each part.",
        "Parte los números en decenas y unidades, y dibuja una caja para cada parte.",
    ),
    ("Multiply every part by every part, then add.", "Multiplica cada parte por cada parte y luego suma."),
)


@family(
    "4.NBT.B.5", -0.1, MULTIPLY, lambda p: sum(int(d) * 10**k * p["b"] for k, d in enumerate(reversed(str(p["a"]))))
)
def four_digits_by_one(rng: Rng) -> Draft:
    a, b = pick(rng, 123, 4987), pick(rng, 3, 9)
    no_carry = sum(int(d) * b % 10 * 10**k for k, d in enumerate(reversed(str(a))))
    return number(
        {"a": a, "b": b},
        ("Find [[{a} × {b}]].", "Halla [[{a} × {b}]]."),
        a * b,
        [(no_carry, "forgets_the_carry"), (a + b, "adds_instead_of_multiplying"), (a * (b - 1), "one_group_off")],
        ("Part by part: {answer}.", "Parte por parte: {answer}."),
    )


@family("4.NBT.B.5", 0.2, MULTIPLY, lambda p: sum(p["a"] for _ in range(p["b"])))
def two_digits_by_two(rng: Rng) -> Draft:
    a, b = pick(rng, 12, 89), pick(rng, 12, 49)
    tens, ones = a // 10 * 10, a % 10
    tens_b, ones_b = b // 10 * 10, b % 10
    return number(
        {"a": a, "b": b},
        ("Find [[{a} × {b}]].", "Halla [[{a} × {b}]]."),
        a * b,
        [
            (tens * tens_b + ones * ones_b, "multiplies_tens_and_ones_only"),
            (a * tens_b // 10 + a * ones_b, "loses_the_zero"),
            (a * ones_b, "stops_after_one_step"),
        ],
        (
            "[[{a} × {tens_b}]] and [[{a} × {ones_b}]] make {answer}.",
            "[[{a} × {tens_b}]] y [[{a} × {ones_b}]] son {answer}.",
        ),
        shown={"tens_b": tens_b, "ones_b": ones_b},
    )


@family(
    "4.NBT.B.5",
    0.3,
    MULTIPLY,
    lambda p: [x * y for x in (p["a"] // 10 * 10, p["a"] % 10) for y in (p["b"] // 10 * 10, p["b"] % 10)],
)
def boxes_of_a_product(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 8) * 10 + pick(rng, 2, 9), pick(rng, 1, 4) * 10 + pick(rng, 2, 9)
    ta, oa, tb, ob = a // 10, a % 10, b // 10, b % 10
    return table(
        {"a": a, "b": b},
        ("Fill in the four boxes for [[{a} × {b}]].", "Completa las cuatro cajas de [[{a} × {b}]]."),
        [ta * tb * 100, ta * ob * 10, oa * tb * 10, oa * ob],
        [
            [(ta * tb * 10, "loses_the_zero"), (ta * tb, "loses_the_zero")],
            [(ta * ob, "loses_the_zero")],
            [(oa * tb, "loses_the_zero")],
            [(oa + ob, "adds_instead_of_multiplying")],
        ],
        (
            "Multiply the number of the row by that of the column.",
            "Multiplica el número de la fila por el de la columna.",
        ),
        headings=[("times", "por"), (str(tb * 10), str(tb * 10)), (str(ob), str(ob))],
        rows=[(ta * 10, None, None), (oa, None, None)],
    )


DIVIDE = (
    (
        "How many times does the small number go into the first part?",
        "¿Cuántas veces cabe el número pequeño en la primera parte?",
    ),
    ("Take that out, bring down the next digit, go on.", "Quítalo, baja la siguiente cifra y sigue."),
)


@family("4.NBT.B.6", -0.1, DIVIDE, lambda p: next(q for q in count() if (q + 1) * p["b"] > p["n"]))
def quotient_without_a_rest(rng: Rng) -> Draft:
    b, q = pick(rng, 3, 9), pick(rng, 31, 320)
    return number(
        {"n": b * q, "b": b},
        ("Find [[{n} ÷ {b}]].", "Halla [[{n} ÷ {b}]]."),
        q,
        [
            (int(str(q).replace("0", "") or 1), "drops_a_zero_in_the_quotient"),
            (b * q - b, "subtracts_instead_of_dividing"),
            (q + 10, "makes_a_slip_in_long_division"),
        ],
        ("Check: [[{answer} × {b} = {n}]].", "Comprueba: [[{answer} × {b} = {n}]]."),
    )


@family("4.NBT.B.6", 0.2, DIVIDE, lambda p: [next(q for q in count() if (q + 1) * p["b"] > p["n"]), p["n"] % p["b"]])
def quotient_and_rest(rng: Rng) -> Draft:
    b, q = pick(rng, 3, 9), pick(rng, 21, 240)
    rest = pick(rng, 1, b - 1)
    return table(
        {"n": b * q + rest, "b": b},
        (
            "Divide {n} by {b}. How many times does it go, and what is left over?",
            "Divide {n} entre {b}. ¿Cuántas veces cabe y cuánto sobra?",
        ),
        [q, rest],
        [
            [(q + 1, "rounds_the_quotient_up"), (rest, "swaps_quotient_and_rest")],
            [(b - rest, "gives_what_is_missing"), (q, "swaps_quotient_and_rest")],
        ],
        ("[[{b} × {q} + {rest} = {n}]].", "[[{b} × {q} + {rest} = {n}]]."),
        shown={"q": q, "rest": rest},
        headings=[("part", "parte"), ("number", "número")],
        rows=[(("times it goes", "veces que cabe"), None), (("left over", "lo que sobra"), None)],
    )


@family("4.NBT.B.6", 0.4, DIVIDE, lambda p: p["n"] - p["b"] * next(q for q in count() if (q + 1) * p["b"] > p["n"]))
def left_after_sharing(rng: Rng) -> Draft:
    b, q = pick(rng, 4, 9), pick(rng, 25, 140)
    rest = pick(rng, 1, b - 1)
    return number(
        {"n": b * q + rest, "b": b},
        (
            "{who} shares {n} {things} fairly among {b} groups, as many as possible. How many are left over?",
            "{who} reparte {n} {things} por igual entre {b} grupos, lo más que se pueda. ¿{how_many} sobran?",
        ),
        rest,
        [(q, "gives_the_quotient"), (b - rest, "gives_what_is_missing")],
        ("Each group gets {q}, and {answer} are left.", "Cada grupo recibe {q} y sobran {answer}."),
        shown={"q": q, **people(rng)},
    )
