"""Level 7: negative numbers."""

from __future__ import annotations

from fractions import Fraction

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choose,
    family,
    number,
    on_line,
    people,
    pick,
    several,
)
from ownpath.core.items.families.ratios_7 import LOWEST

SIGNS = (
    (
        "Think of steps on a line: to the right for plus, to the left for minus.",
        "Piensa en pasos en una recta: a la derecha es más; a la izquierda, menos.",
    ),
    ("Taking away a number is adding its opposite.", "Quitar un número es sumar su opuesto."),
)


def _walk(start: int, steps: int) -> int:
    for _ in range(abs(steps)):
        start += 1 if steps > 0 else -1
    return start


@family("7.NS.A.1", -0.1, SIGNS, lambda p: _walk(p["a"], p["b"]) if p["sign"] == "+" else _walk(p["a"], -p["b"]))
def add_or_subtract_signed(rng: Rng) -> Draft:
    a, b, sign = pick(rng, -20, 20), -pick(rng, 1, 20), choose(rng, ["+", "-"])
    value = a + b if sign == "+" else a - b
    return number(
        {"a": a, "b": b, "sign": sign},
        ("Find [[{a} {sign} ({b})]].", "Halla [[{a} {sign} ({b})]]."),
        value,
        [
            (a - b if sign == "+" else a + b, "ignores_the_second_sign"),
            (-value, "gives_the_opposite_sign"),
            (abs(a) + abs(b), "works_without_signs"),
            (abs(abs(a) - abs(b)), "works_without_signs"),
        ],
        ("On the line you end at {answer}.", "En la recta llegas a {answer}."),
    )


@family("7.NS.A.1", 0.2, SIGNS, lambda p: _walk(_walk(0, p["start"]), p["steps"]))
def walk_on_a_signed_line(rng: Rng) -> Draft:
    start, steps = pick(rng, -8, 8), pick(rng, 3, 9) * choose(rng, [-1, 1])
    while abs(start + steps) > 10 or start == 0:
        start = pick(rng, -8, 8)
    return on_line(
        {"start": start, "steps": steps},
        (
            "Start at {start} and add {steps}. Mark where you end.",
            "Empieza en {start} y suma {steps}. Marca dónde terminas.",
        ),
        start + steps,
        [
            (start - steps, "goes_the_wrong_way"),
            (steps - start, "goes_the_wrong_way"),
            (-start - steps, "gives_the_opposite_sign"),
        ],
        ("Plus goes right, minus goes left: {answer}.", "Más va a la derecha, menos a la izquierda: {answer}."),
        start=-17,
        end=17,
        step=1,
        labels=[-10, 0, 10],
    )


@family(
    "7.NS.A.1",
    0.4,
    SIGNS,
    lambda p: Fraction(p["a"][0] * p["b"][1] + p["s"] * p["b"][0] * p["a"][1], p["a"][1] * p["b"][1]),
)
def signed_fractions(rng: Rng) -> Draft:
    a, b = choose(rng, LOWEST), choose(rng, LOWEST)
    while a[1] == b[1]:
        b = choose(rng, LOWEST)
    one, s = (-a[0], a[1]), choose(rng, [1, -1])
    value = Fraction(*one) + s * Fraction(*b)
    return number(
        {"a": one, "b": b, "s": s},
        (
            f"Find [[-{a[0]}/{a[1]} {'+' if s == 1 else '-'} {b[0]}/{b[1]}]].",
            f"Halla [[-{a[0]}/{a[1]} {'+' if s == 1 else '-'} {b[0]}/{b[1]}]].",
        ),
        value,
        [
            (Fraction(*a) + s * Fraction(*b), "ignores_the_sign"),
            (-value, "gives_the_opposite_sign"),
            (Fraction(-a[0] + s * b[0], a[1] + b[1]), "adds_tops_and_bottoms"),
        ],
        ("It is [[{answer}]].", "Es [[{answer}]]."),
    )


PRODUCT = (
    ("First the sign: how many minus signs are there?", "Primero el signo: ¿cuántos signos menos hay?"),
    ("Two minus signs make plus, one makes minus.", "Dos signos menos dan más; uno da menos."),
)


@family("7.NS.A.2", -0.1, PRODUCT, lambda p: sum([p["a"]] * p["b"]) if p["b"] > 0 else -sum([p["a"]] * -p["b"]))
def signed_product(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 12) * choose(rng, [-1, 1]), pick(rng, 2, 12) * choose(rng, [-1, -1, 1])
    if a > 0 and b > 0:
        a = -a
    return number(
        {"a": a, "b": b},
        ("Find [[{a} × {second}]].", "Halla [[{a} × {second}]]."),
        a * b,
        [(-a * b, "wrong_sign_of_a_product"), (a + b, "adds_instead_of_multiplying")],
        ("The sign first, then the numbers: {answer}.", "Primero el signo, luego los números: {answer}."),
        shown={"second": f"({b})" if b < 0 else str(b)},
    )


@family("7.NS.A.2", 0.1, PRODUCT, lambda p: next(x for x in range(-40, 41) if x * p["b"] == p["n"]))
def signed_quotient(rng: Rng) -> Draft:
    b, q = pick(rng, 2, 12) * choose(rng, [-1, -1, 1]), pick(rng, 2, 15) * choose(rng, [-1, 1])
    if b > 0 and q > 0:
        q = -q
    return number(
        {"n": b * q, "b": b},
        ("Find [[{n} ÷ {second}]].", "Halla [[{n} ÷ {second}]]."),
        q,
        [(-q, "wrong_sign_of_a_product"), (b * q - b, "subtracts_instead_of_dividing")],
        ("Check: [[{answer} × {second} = {n}]].", "Comprueba: [[{answer} × {second} = {n}]]."),
        shown={"second": f"({b})" if b < 0 else str(b)},
    )


@family("7.NS.A.2", 0.3, PRODUCT, lambda p: [text for text, value in p["options"] if value < 0])
def products_below_zero(rng: Rng) -> Draft:
    a, b, c = pick(rng, 2, 9), pick(rng, 2, 9), pick(rng, 2, 9)
    options = (
        (f"-{a} × {b}", -a * b),
        (f"-{a} × (-{b}) × (-{c})", -a * b * c),
        (f"-{a} × (-{c})", a * c),
        (f"({-b})^2", b * b),
        (f"-{a} × (-{b}) × {c}", a * b * c),
    )
    return several(
        {"options": options},
        ("Which are less than zero? Choose all.", "¿Cuáles son menores que cero? Elige todas."),
        [options[0][0], options[1][0]],
        [
            (options[2][0], "wrong_sign_of_a_product"),
            (options[3][0], "wrong_sign_of_a_power"),
            (options[4][0], "wrong_sign_of_a_product"),
        ],
        ("An odd number of minus signs gives less than zero.", "Un número impar de signos menos da menos que cero."),
    )


REAL = (
    ("Which numbers are below zero in this story?", "¿Qué números están por debajo de cero en la historia?"),
    ("Write the story as one line of numbers.", "Escribe la historia como una sola cuenta."),
)


@family("7.NS.A.3", 0.0, REAL, lambda p: _walk(p["start"], -sum([p["rate"]] * p["hours"])))
def falling_temperature(rng: Rng) -> Draft:
    start, rate, hours = choose(rng, [-4, -3, -2, 0, *range(2, 13)]), pick(rng, 2, 5), pick(rng, 3, 7)
    return number(
        {"start": start, "rate": rate, "hours": hours},
        (
            "It is {start} degrees. It gets {rate} degrees colder each hour. What is the temperature after {hours} "
            "hours?",
            "Hay {start} grados. Cada hora baja {rate} grados. ¿Qué temperatura hay después de {hours} horas?",
        ),
        start - rate * hours,
        [
            (start + rate * hours, "goes_the_wrong_way"),
            (rate * hours - start, "gives_the_opposite_sign"),
            (-rate * hours, "forgets_the_start"),
            (start - rate, "uses_only_one_of_several"),
        ],
        ("[[{start} - {rate} × {hours} = {answer}]].", "[[{start} - {rate} × {hours} = {answer}]]."),
    )


@family("7.NS.A.3", 0.3, REAL, lambda p: sum(p["moves"]))
def money_owed(rng: Rng) -> Draft:
    owed, paid, bought = pick(rng, 20, 90), pick(rng, 5, 60), pick(rng, 5, 40)
    return number(
        {"moves": (-owed, paid, -bought)},
        (
            "{who} owes {owed} dollars, pays back {paid}, then borrows {bought} more. Write what {who} has now, "
            "with a minus for what is owed.",
            "{who} debe {owed} dólares, devuelve {paid} y luego pide {bought} más. Escribe lo que tiene ahora, con "
            "un menos si es deuda.",
        ),
        paid - owed - bought,
        [
            (owed + bought - paid, "gives_the_opposite_sign"),
            (paid - owed + bought, "goes_the_wrong_way"),
            (-owed - paid - bought, "goes_the_wrong_way"),
        ],
        ("[[-{owed} + {paid} - {bought} = {answer}]].", "[[-{owed} + {paid} - {bought} = {answer}]]."),
        shown={"owed": owed, "paid": paid, "bought": bought, **people(rng)},
        unit="$",
    )


@family("7.NS.A.3", 0.4, REAL, lambda p: Fraction(p["total"], 1) / p["minutes"])
def change_in_one_minute(rng: Rng) -> Draft:
    minutes, quarters = pick(rng, 4, 20), -pick(rng, 3, 30)
    total = Fraction(minutes * quarters, 4)
    if total.denominator > 1:
        minutes, total = minutes * 4, total * 4
    return number(
        {"total": int(total), "minutes": minutes},
        (
            "A diver's height changes by {total} m in {minutes} minutes, always at the same speed. By how much "
            "does it change in one minute?",
            "La altura de un buzo cambia {total} m en {minutes} minutos, siempre a igual ritmo. ¿Cuánto cambia en "
            "un minuto?",
        ),
        Fraction(quarters, 4),
        [
            (Fraction(-quarters, 4), "gives_the_opposite_sign"),
            (Fraction(minutes) / total, "turns_the_rate_around"),
            (total + minutes, "adds_instead_of_dividing"),
        ],
        ("[[{total} ÷ {minutes} = {answer:mixed}]].", "[[{total} ÷ {minutes} = {answer:mixed}]]."),
        unit="m",
    )


@family("7.NS.A.3", 0.1, REAL, lambda p: _walk(_walk(p["start"], -p["down"]), p["up"]))
def floors_of_a_lift(rng: Rng) -> Draft:
    start, down, up = pick(rng, 1, 9), pick(rng, 4, 14), pick(rng, 1, 6)
    while start - down < -5:
        down = pick(rng, 4, 14)
    return on_line(
        {"start": start, "down": down, "up": up},
        (
            "A lift stands at floor {start}. It goes {down} floors down, then {up} up. The ground is floor 0. Mark "
            "where it stops.",
            "Un ascensor está en el piso {start}. Baja {down} pisos y luego sube {up}. La planta baja es el piso "
            "0. Marca dónde para.",
        ),
        start + up - down,
        [
            (start + down - up, "goes_the_wrong_way"),
            (start - down, "stops_after_one_step"),
            (start - down - up, "goes_the_wrong_way"),
            (up - down, "forgets_the_start"),
        ],
        ("[[{start} - {down} + {up} = {answer}]].", "[[{start} - {down} + {up} = {answer}]]."),
        start=-15,
        end=25,
        step=1,
        labels=[-10, 0, 10, 20],
    )
