"""Level 5: calculating with large numbers and decimals, units, volume, the grid."""

from __future__ import annotations

from fractions import Fraction
from itertools import count

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    family,
    number,
    people,
    pick,
    show,
    table,
)
from ownpath.core.items.stimulus import figure

PAPER = (
    ("Estimate first: about how large must it be?", "Primero estima: ¿más o menos cuánto debe ser?"),
    ("Work place by place and keep the places under each other.", "Ve lugar por lugar y mantén los lugares alineados."),
)


@family("5.NBT.B.5", 0.0, PAPER, lambda p: sum(int(d) * 10**k * p["b"] for k, d in enumerate(reversed(str(p["a"])))))
def multiply_large(rng: Rng) -> Draft:
    a, b = pick(rng, 123, 987), pick(rng, 12, 98)
    tens, ones = b // 10, b % 10
    return number(
        {"a": a, "b": b},
        ("Find [[{a} × {b}]].", "Halla [[{a} × {b}]]."),
        a * b,
        [
            (a * tens + a * ones, "loses_the_zero"),
            (a * ones, "stops_after_one_step"),
            (a * tens * 10, "stops_after_one_step"),
            (a * b + 100, "forgets_the_carry"),
        ],
        ("[[{a} × {big}]] and [[{a} × {ones}]] make {answer}.", "[[{a} × {big}]] y [[{a} × {ones}]] son {answer}."),
        shown={"big": tens * 10, "ones": ones},
    )


@family("5.NBT.B.5", 0.2, PAPER, lambda p: sum(p["each"] for _ in range(p["days"])))
def steps_in_many_days(rng: Rng) -> Draft:
    each, days = pick(rng, 212, 989), pick(rng, 12, 45)
    return number(
        {"each": each, "days": days},
        (
            "A mill makes {each} bags of flour a day. How many bags does it make in {days} days?",
            "Un molino hace {each} bolsas de harina al día. ¿Cuántas bolsas hace en {days} días?",
        ),
        each * days,
        [(each + days, "adds_instead_of_multiplying"), (each * (days // 10) + each * (days % 10), "loses_the_zero")],
        ("[[{each} × {days} = {answer}]].", "[[{each} × {days} = {answer}]]."),
    )


@family(
    "5.NBT.B.5", 0.4, PAPER, lambda p: [p["a"] * (p["b"] % 10), p["a"] * (p["b"] - p["b"] % 10), sum([p["a"]] * p["b"])]
)
def lines_of_a_product(rng: Rng) -> Draft:
    a, b = pick(rng, 112, 489), pick(rng, 2, 8) * 10 + pick(rng, 2, 9)
    ones, tens = b % 10, b // 10
    return table(
        {"a": a, "b": b},
        ("Fill in the lines of [[{a} × {b}]].", "Completa las líneas de [[{a} × {b}]]."),
        [a * ones, a * tens * 10, a * ones + a * tens * 10],
        [[], [(a * tens, "loses_the_zero")], [(a * ones + a * tens, "loses_the_zero")]],
        ("Ones first, then tens, then add.", "Primero unidades, luego decenas, y suma."),
        headings=[("line", "línea"), ("product", "producto")],
        rows=[(f"{a} × {ones}", None), (f"{a} × {tens * 10}", None), (("together", "junto"), None)],
    )


@family("5.NBT.B.6", 0.0, PAPER, lambda p: next(q for q in count() if q * p["b"] == p["n"]))
def divide_large(rng: Rng) -> Draft:
    b, q = pick(rng, 11, 35), pick(rng, 21, 209)
    return number(
        {"n": b * q, "b": b},
        ("Find [[{n} ÷ {b}]].", "Halla [[{n} ÷ {b}]]."),
        q,
        [
            (int(str(q).replace("0", "") or 1), "drops_a_zero_in_the_quotient"),
            (q * 10, "one_place_off"),
            (q + 1, "makes_a_slip_in_long_division"),
        ],
        ("Check: [[{answer} × {b} = {n}]].", "Comprueba: [[{answer} × {b} = {n}]]."),
    )


@family("5.NBT.B.6", 0.2, PAPER, lambda p: next(q for q in count() if q * p["down"] == p["area"]))
def side_of_a_large_area(rng: Rng) -> Draft:
    down, across = pick(rng, 12, 29), pick(rng, 31, 95)
    return number(
        {"down": down, "area": down * across},
        (
            "The area is {area} square feet. How many feet is the side marked with a question mark?",
            "El área es de {area} pies cuadrados. ¿Cuántos pies mide el lado con el signo de pregunta?",
        ),
        across,
        [(down * across - down, "subtracts_instead_of_dividing"), (across * 10, "one_place_off")],
        ("[[{area} ÷ {down} = {answer}]].", "[[{area} ÷ {down} = {answer}]]."),
        figure=figure("rectangle", across=str(across), down=str(down), across_label="?", down_label=f"{down} ft"),
        unit="ft",
    )


@family("5.NBT.B.6", 0.4, PAPER, lambda p: -(-p["n"] // p["b"]))
def crates_needed(rng: Rng) -> Draft:
    b, q = pick(rng, 12, 36), pick(rng, 15, 80)
    rest = pick(rng, 2, b - 1)
    return number(
        {"n": b * q + rest, "b": b},
        (
            "A farm packs {n} melons. A crate holds {b}. How many crates are needed for all?",
            "Una granja empaca {n} melones. En cada caja caben {b}. ¿Cuántas cajas hacen falta para todos?",
        ),
        q + 1,
        [
            (q, "drops_the_remainder"),
            (rest, "gives_the_remainder"),
            (b * q + rest - b, "subtracts_instead_of_dividing"),
        ],
        (
            "{q} crates are full, and {rest} melons need one more.",
            "Se llenan {q} cajas, y {rest} melones necesitan una más.",
        ),
        shown={"q": q, "rest": rest},
    )


DECIMAL = (
    ("Put the points under each other, or count places.", "Alinea los puntos, o cuenta lugares."),
    ("Estimate with whole numbers: does the size fit?", "Estima con enteros: ¿cuadra el tamaño?"),
)


@family("5.NBT.B.7", -0.1, DECIMAL, lambda p: Fraction(p["a"], 10) + Fraction(p["b"], 100))
def add_decimals(rng: Rng) -> Draft:
    a, b = pick(rng, 11, 99), pick(rng, 101, 999)
    a, b = a + (a % 10 == 0), b + (b % 10 == 0)
    return number(
        {"a": a, "b": b},
        ("Find [[{a:d1} + {b:d2}]].", "Halla [[{a:d1} + {b:d2}]]."),
        Fraction(10 * a + b, 100),
        [(Fraction(a + b, 100), "lines_up_the_last_digits"), (Fraction(a + b, 10), "lines_up_the_last_digits")],
        ("With the points under each other: {sum}.", "Con los puntos alineados: {sum}."),
        shown={"sum": show(10 * a + b, "d2")},
    )


@family("5.NBT.B.7", 0.3, DECIMAL, lambda p: Fraction(p["a"], 10) * Fraction(p["b"], 10))
def multiply_decimals(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 49), pick(rng, 2, 19)
    a, b = a + (a % 10 == 0), b + (b % 10 == 0)
    return number(
        {"a": a, "b": b},
        ("Find [[{a:d1} × {b:d1}]].", "Halla [[{a:d1} × {b:d1}]]."),
        Fraction(a * b, 100),
        [
            (Fraction(a * b, 10), "one_place_off"),
            (a * b, "ignores_the_decimal_point"),
            (Fraction(a + b, 10), "adds_instead_of_multiplying"),
        ],
        (
            "[[{a} × {b} = {whole}]], with two decimal places: {value}.",
            "[[{a} × {b} = {whole}]], con dos decimales: {value}.",
        ),
        shown={"whole": a * b, "value": show(a * b, "d2")},
    )


@family(
    "5.NBT.B.7", 0.5, DECIMAL, lambda p: Fraction(p["paid"]) - sum(Fraction(p["price"], 100) for _ in range(p["n"]))
)
def change_from_a_note(rng: Rng) -> Draft:
    n, price = pick(rng, 2, 6), pick(rng, 21, 59) * 5
    cost = n * price
    paid = next(note for note in (5, 10, 20, 50) if note * 100 > cost)
    return number(
        {"n": n, "price": price, "paid": paid},
        (
            "{who} buys {n} drinks for {price:m} dollars each and pays with {paid} dollars. How much comes back?",
            "{who} compra {n} bebidas de {price:m} dólares cada una y paga con {paid} dólares. ¿Cuánto le devuelven?",
        ),
        Fraction(paid * 100 - cost, 100),
        [
            (Fraction(cost, 100), "stops_after_one_step"),
            (Fraction(paid * 100 - price, 100), "uses_only_one_of_several"),
        ],
        ("They cost {cost}; {back} comes back.", "Cuestan {cost}; le devuelven {back}."),
        shown={"cost": show(cost, "m"), "back": show(paid * 100 - cost, "m"), **people(rng)},
        unit="$",
    )
