"""Level 7: rates, proportions and percents."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    expression,
    family,
    number,
    people,
    pick,
    show,
    table,
)

LOWEST = [(u, lo) for lo in (2, 3, 4, 5, 6, 8) for u in range(1, lo) if gcd(u, lo) == 1]
RATE = (
    ("Which amount should become one?", "¿Qué cantidad debe ser uno?"),
    ("Divide the other amount by it.", "Divide la otra cantidad entre ella."),
)


@family("7.RP.A.1", 0.0, RATE, lambda p: Fraction(*p["miles"]) * Fraction(p["hours"][1], p["hours"][0]))
def speed_from_fractions(rng: Rng) -> Draft:
    miles, hours = choose(rng, [(u + lo, lo) for u, lo in LOWEST] + LOWEST), choose(rng, LOWEST)
    return number(
        {"miles": miles, "hours": hours},
        (
            "{who} walks [[{a}]] mile in [[{b}]] hour. What is the speed in miles per hour?",
            "{who} camina [[{a}]] de milla en [[{b}]] de hora. ¿Cuál es la velocidad en millas por hora?",
        ),
        Fraction(*miles) / Fraction(*hours),
        [
            (Fraction(*miles) * Fraction(*hours), "multiplies_instead_of_dividing"),
            (Fraction(*hours) / Fraction(*miles), "turns_the_rate_around"),
            (Fraction(*miles) - Fraction(*hours), "subtracts_instead_of_dividing"),
        ],
        ("[[({a}) ÷ ({b}) = {answer}]].", "[[({a}) ÷ ({b}) = {answer}]]."),
        shown={"a": show(Fraction(*miles)), "b": show(Fraction(*hours)), **people(rng)},
    )


@family("7.RP.A.1", 0.2, RATE, lambda p: Fraction(p["cents"], 100) / Fraction(*p["pounds"]))
def price_for_one_pound(rng: Rng) -> Draft:
    pounds, each = (
        choose(rng, [(1, 2), (1, 4), (3, 4), (2, 5), (3, 5), (4, 5), (5, 4), (3, 2), (6, 5)]),
        pick(rng, 3, 24),
    )
    cents = Fraction(*pounds) * each * 100
    return number(
        {"pounds": pounds, "cents": int(cents)},
        (
            "[[{a}/{b}]] pound of nuts costs {cents:m} dollars. What does one pound cost?",
            "[[{a}/{b}]] de libra de nueces cuesta {cents:m} dólares. ¿Cuánto cuesta una libra?",
        ),
        each,
        [
            (cents / 100 * Fraction(*pounds), "multiplies_instead_of_dividing"),
            (Fraction(*pounds) / cents * 100, "turns_the_rate_around"),
            (cents / 100 - Fraction(*pounds), "subtracts_instead_of_dividing"),
        ],
        ("Divide by [[{a}/{b}]]: {answer} dollars.", "Divide entre [[{a}/{b}]]: {answer} dólares."),
        shown={"a": pounds[0], "b": pounds[1]},
        unit="$",
    )


@family("7.RP.A.1", 0.4, RATE, lambda p: max(p["rates"], key=lambda rate: Fraction(rate[1]) / Fraction(rate[2]))[0])
def who_is_faster(rng: Rng) -> Draft:
    a, b, c, d = (choose(rng, LOWEST) for _ in range(4))
    while Fraction(*a) / Fraction(*b) == Fraction(*c) / Fraction(*d):
        c = choose(rng, LOWEST)
    names = people(rng)
    one, other = names["who"], names["other"]
    first = Fraction(*a) * b[1] / b[0] > Fraction(*c) * d[1] / d[0]
    return choice(
        {"rates": ((one, f"{a[0]}/{a[1]}", f"{b[0]}/{b[1]}"), (other, f"{c[0]}/{c[1]}", f"{d[0]}/{d[1]}"))},
        (
            "{who} fills [[{a}]] of a tub in [[{b}]] hour. {other} fills [[{c}]] of a tub in [[{d}]] hour. Who is "
            "faster?",
            "{who} llena [[{a}]] de una tina en [[{b}]] de hora. {other} llena [[{c}]] de una tina en [[{d}]] de "
            "hora. ¿Quién es más rápido?",
        ),
        one if first else other,
        [
            (other if first else one, "does_not_compare_rates"),
            (("both the same", "los dos igual"), "does_not_compare_rates"),
        ],
        ("Find how much each fills in one hour.", "Halla cuánto llena cada uno en una hora."),
        shown={"a": f"{a[0]}/{a[1]}", "b": f"{b[0]}/{b[1]}", "c": f"{c[0]}/{c[1]}", "d": f"{d[0]}/{d[1]}", **names},
    )


PROPORTION = (
    ("Divide y by x in every pair. Is it always the same?", "Divide y entre x en cada par. ¿Es siempre igual?"),
    ("That number is what belongs to one.", "Ese número es lo que va con uno."),
)


@family("7.RP.A.2", 0.0, PROPORTION, lambda p: f"y = {Fraction(p['pairs'][0][1], p['pairs'][0][0])} * x")
def equation_from_a_table(rng: Rng) -> Draft:
    k = choose(
        rng,
        [Fraction(n) for n in range(2, 13)]
        + [Fraction(n, 2) for n in (1, 3, 5, 7, 9, 11)]
        + [Fraction(n, 4) for n in (1, 3, 5, 7, 9)],
    )
    xs = sorted(int(each) for each in rng.permutation(6)[:3] + 1)
    xs = [x * k.denominator for x in xs]
    pairs = tuple((x, int(x * k)) for x in xs)
    return expression(
        {"pairs": pairs},
        (
            "y is proportional to x. The pairs (x, y) are {list}. Write the equation.",
            "y es proporcional a x. Los pares (x, y) son {list}. Escribe la ecuación.",
        ),
        f"y = ({k})x",
        [
            (f"x = ({k})y", "turns_the_rate_around"),
            (f"y = x + {pairs[0][1] - pairs[0][0]}", "adds_instead_of_multiplying"),
        ],
        ("y divided by x is always [[{k}]].", "y entre x es siempre [[{k}]]."),
        shown={"list": ", ".join(f"({x}, {y})" for x, y in pairs), "k": show(k)},
        letters="xy",
    )


@family("7.RP.A.2", 0.2, PROPORTION, lambda p: "yes" if len({Fraction(y, x) for x, y in p["pairs"]}) == 1 else "no")
def is_it_proportional(rng: Rng) -> Draft:
    k, more = pick(rng, 2, 9), choose(rng, [0, 0, 1, 2, 3])
    xs = sorted(int(each) for each in rng.permutation(7)[:3] + 1)
    pairs = tuple((x, k * x + more) for x in xs)
    yes, no = ("yes", "sí"), ("no", "no")
    return choice(
        {"pairs": pairs},
        (
            "Is y proportional to x? The pairs (x, y) are {list}.",
            "¿Es y proporcional a x? Los pares (x, y) son {list}.",
        ),
        yes if more == 0 else no,
        [(no if more == 0 else yes, "takes_constant_steps_for_proportional" if more else "does_not_compare_rates")],
        ("Compare y divided by x in all pairs.", "Compara y entre x en todos los pares."),
        shown={"list": ", ".join(f"({x}, {y})" for x, y in pairs)},
    )


@family("7.RP.A.2", 0.3, PROPORTION, lambda p: [Fraction(p["y"], p["x"]) * x for x in p["row"]])
def proportional_table(rng: Rng) -> Draft:
    k, x = pick(rng, 2, 9), pick(rng, 3, 8)
    row = tuple(each for each in sorted(int(each) for each in rng.permutation(9)[:4] + 1) if each != x)[:3]
    return table(
        {"x": x, "y": k * x, "row": row},
        ("y is proportional to x. Fill in what is missing.", "y es proporcional a x. Completa lo que falta."),
        [k * each for each in row],
        [[(k * x + each - x, "adds_the_same_to_both_parts")] for each in row],
        ("For x = 1 it is {k}.", "Para x = 1 es {k}."),
        shown={"k": k},
        headings=[("x", "x"), ("y", "y")],
        rows=[(x, k * x), *((each, None) for each in row)],
    )


PERCENT = (
    ("Of which amount is the percent taken?", "¿De qué cantidad se toma el porcentaje?"),
    ("Find the part, then add it or take it away.", "Halla la parte y luego súmala o réstala."),
)


@family("7.RP.A.3", 0.0, PERCENT, lambda p: Fraction(p["price"] * (100 - p["off"]), 100))
def price_after_discount(rng: Rng) -> Draft:
    off, price = choose(rng, [10, 15, 20, 25, 30, 40, 60]), pick(rng, 2, 30) * 20
    part = price * off // 100
    return number(
        {"off": off, "price": price},
        (
            "A bike costs {price} dollars. Today it is {off}% off. What does it cost today?",
            "Una bicicleta cuesta {price} dólares. Hoy tiene {off}% de descuento. ¿Cuánto cuesta hoy?",
        ),
        price - part,
        [
            (part, "gives_the_part_only"),
            (price - off, "subtracts_the_percent"),
            (price + part, "adds_or_subtracts_the_wrong_way"),
        ],
        ("{off}% is {part}; {answer} is left to pay.", "El {off}% es {part}; quedan por pagar {answer}."),
        shown={"part": part},
        unit="$",
    )


@family(
    "7.RP.A.3",
    0.3,
    PERCENT,
    lambda p: (
        Fraction(100 * (p["new"] - p["old"]), p["old"])
        if p["new"] > p["old"]
        else Fraction(100 * (p["old"] - p["new"]), p["old"])
    ),
)
def percent_of_change(rng: Rng) -> Draft:
    old, percent, way = pick(rng, 2, 20) * 20, choose(rng, [5, 10, 20, 25, 30, 40, 50]), choose(rng, [1, -1])
    new = old + way * old * percent // 100
    text = {1: ("grew", "creció"), -1: ("fell", "bajó")}[way]
    return number(
        {"old": old, "new": new},
        (
            f"A club {text[0]} from {{old}} to {{new}} members. By what percent?",
            f"Un club {text[1]} de {{old}} a {{new}} socios. ¿En qué porcentaje?",
        ),
        percent,
        [
            (Fraction(100 * abs(new - old), new), "compares_with_the_new_amount"),
            (abs(new - old), "gives_the_difference_not_the_percent"),
            (Fraction(100 * new, old), "gives_the_whole_not_the_change"),
        ],
        ("The change is {change}, out of {old}: {answer}%.", "El cambio es {change}, de {old}: {answer}%."),
        shown={"change": abs(new - old)},
        unit="%",
    )


@family("7.RP.A.3", 0.4, PERCENT, lambda p: sum(Fraction(p["sum"] * p["rate"], 100) for _ in range(p["years"])))
def simple_interest(rng: Rng) -> Draft:
    amount, rate, years = pick(rng, 2, 20) * 100, pick(rng, 2, 8), pick(rng, 2, 5)
    return number(
        {"sum": amount, "rate": rate, "years": years},
        (
            "{who} puts {sum} dollars in a bank at {rate}% simple interest a year. How much interest is there "
            "after {years} years?",
            "{who} pone {sum} dólares en un banco con {rate}% de interés simple al año. ¿Cuánto interés hay "
            "después de {years} años?",
        ),
        amount * rate * years // 100,
        [
            (amount * rate // 100, "stops_after_one_step"),
            (amount + amount * rate * years // 100, "gives_the_whole_not_the_change"),
            (amount * rate * years, "forgets_that_percent_is_per_hundred"),
        ],
        ("One year gives {one}; {years} years give {answer}.", "Un año da {one}; {years} años dan {answer}."),
        shown={"one": amount * rate // 100, **people(rng)},
        unit="$",
    )
