"""Level 6: ratios, amounts for one, percents."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    matching,
    number,
    people,
    pick,
    several,
    table,
)

RATIO = (
    ("Which amount is named first?", "¿Qué cantidad se nombra primero?"),
    ("Write the numbers in the order of the words.", "Escribe los números en el orden de las palabras."),
)


@family(
    "6.RP.A.1",
    -0.2,
    RATIO,
    lambda p: f"{p['b']} : {p['a'] + p['b']}" if p["ask"] == "whole" else f"{p['a']} : {p['b']}",
)
def ratio_from_a_story(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 12), pick(rng, 2, 12)
    while a == b:
        b = pick(rng, 2, 12)
    ask = choose(rng, ["parts", "whole"])
    parts, whole = f"{a} : {b}", f"{b} : {a + b}"
    asked = {
        "parts": ("red to blue beads", "cuentas rojas a azules"),
        "whole": ("blue beads to all beads", "cuentas azules a todas las cuentas"),
    }[ask]
    return choice(
        {"a": a, "b": b, "ask": ask},
        (
            f"A chain has {{a}} red and {{b}} blue beads. What is the ratio of {asked[0]}?",
            f"Un collar tiene {{a}} cuentas rojas y {{b}} azules. ¿Cuál es la razón de {asked[1]}?",
        ),
        parts if ask == "parts" else whole,
        [
            (f"{b} : {a}", "turns_the_ratio_around"),
            (whole if ask == "parts" else parts, "mixes_up_part_and_whole"),
            (f"{a} : {a + b}", "mixes_up_part_and_whole"),
        ],
        ("Write the numbers in the order of the words.", "Escribe los números en el orden de las palabras."),
    )


@family("6.RP.A.1", 0.1, RATIO, lambda p: sum([p["b"]] * p["times"]))
def same_mix_larger(rng: Rng) -> Draft:
    a, b, times = pick(rng, 2, 7), pick(rng, 2, 9), pick(rng, 2, 8)
    return number(
        {"a": a, "b": b, "times": times},
        (
            "For every {a} cups of rice there are {b} cups of water. How many cups of water go with {more} cups of "
            "rice?",
            "Por cada {a} tazas de arroz hay {b} tazas de agua. ¿Cuántas tazas de agua van con {more} tazas de arroz?",
        ),
        b * times,
        [
            (b + a * times - a, "adds_the_same_to_both_parts"),
            (b, "uses_only_one_of_several"),
            (a * times * b, "multiplies_what_comes_once"),
        ],
        ("There are {times} times as many of both: {answer}.", "Hay {times} veces más de los dos: {answer}."),
        shown={"more": a * times},
    )


@family("6.RP.A.1", 0.4, RATIO, lambda p: [f"{x} : {y}" for x, y in p["options"] if x * p["b"] == y * p["a"]])
def equal_ratios(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 7), pick(rng, 2, 9)
    while gcd(a, b) > 1 or a == b:
        a, b = pick(rng, 2, 7), pick(rng, 2, 9)
    one, two = (int(each) for each in rng.permutation(4)[:2] + 2)
    right = [(a * one, b * one), (a * two, b * two)]
    wrong = [(a + one, b + one), (b * one, a * one), (a * one, b)]
    return several(
        {"a": a, "b": b, "options": (*right, *wrong)},
        ("Choose all ratios that are equal to {a} : {b}.", "Elige todas las razones iguales a {a} : {b}."),
        [f"{x} : {y}" for x, y in right],
        list(
            zip(
                [f"{x} : {y}" for x, y in wrong],
                ["adds_the_same_to_both_parts", "turns_the_ratio_around", "changes_only_one_part"],
                strict=True,
            )
        ),
        ("Both parts are multiplied by the same number.", "Las dos partes se multiplican por el mismo número."),
    )


ONE = (
    ("What do you want to know: how much for one of what?", "¿Qué quieres saber: cuánto por una unidad de qué?"),
    ("Share the amount equally over that many.", "Reparte la cantidad por igual entre esas unidades."),
)


@family("6.RP.A.2", -0.2, ONE, lambda p: Fraction(p["cents"], 100) / p["n"])
def price_of_one(rng: Rng) -> Draft:
    n, each = pick(rng, 3, 12), pick(rng, 4, 60) * 5
    return number(
        {"n": n, "cents": n * each},
        (
            "{n} pens cost {cents:m} dollars. What does one pen cost?",
            "{n} lápices cuestan {cents:m} dólares. ¿Cuánto cuesta uno?",
        ),
        Fraction(each, 100),
        [
            (Fraction(100 * n, n * each), "turns_the_rate_around"),
            (Fraction(n * each, 100) - n, "subtracts_instead_of_dividing"),
            (Fraction(n * each * n, 100), "multiplies_instead_of_dividing"),
        ],
        ("[[{total} ÷ {n} = {one}]].", "[[{total} ÷ {n} = {one}]]."),
        shown={"total": f"{n * each / 100:.2f}", "one": f"{each / 100:.2f}"},
        unit="$",
    )


@family("6.RP.A.2", 0.1, ONE, lambda p: next(k for k in range(1, 200) if k * p["hours"] == p["miles"]))
def miles_in_one_hour(rng: Rng) -> Draft:
    hours, speed = pick(rng, 2, 9), pick(rng, 8, 65)
    return number(
        {"hours": hours, "miles": hours * speed},
        (
            "A boat goes {miles} miles in {hours} hours, always at the same speed. How many miles does it go in "
            "one hour?",
            "Un barco recorre {miles} millas en {hours} horas, siempre a igual velocidad. ¿Cuántas millas recorre "
            "en una hora?",
        ),
        speed,
        [
            (Fraction(hours, hours * speed), "turns_the_rate_around"),
            (hours * speed - hours, "subtracts_instead_of_dividing"),
            (hours * hours * speed, "multiplies_instead_of_dividing"),
        ],
        ("[[{miles} ÷ {hours} = {answer}]].", "[[{miles} ÷ {hours} = {answer}]]."),
    )


@family("6.RP.A.2", 0.4, ONE, lambda p: min(p["offers"], key=lambda offer: offer[1] / offer[0])[2])
def better_buy(rng: Rng) -> Draft:
    few, many = pick(rng, 2, 5), pick(rng, 6, 12)
    each = pick(rng, 30, 120)
    other = each + choose(rng, [-12, -8, -5, 5, 8, 12])
    offers = ((few, few * each, f"{few} eggs"), (many, many * other, f"{many} eggs"))
    first, second = (f"{few} eggs", f"{few} huevos"), (f"{many} eggs", f"{many} huevos")
    right = first if each < other else second
    return choice(
        {"offers": offers},
        (
            "{few} eggs cost {a:m} dollars. {many} eggs cost {b:m} dollars. With which do you pay less for one egg?",
            "{few} huevos cuestan {a:m} dólares. {many} huevos cuestan {b:m} dólares. ¿Con cuál pagas menos por un "
            "huevo?",
        ),
        right,
        [
            (
                second if right is first else first,
                "compares_totals_not_rates" if right is second else "thinks_more_is_always_cheaper",
            ),
            (("both the same", "los dos igual"), "does_not_compare_rates"),
        ],
        ("One costs {x:m} here and {y:m} there.", "Uno cuesta {x:m} aquí y {y:m} allá."),
        shown={"few": few, "many": many, "a": few * each, "b": many * other, "x": each, "y": other},
    )


SOLVE = (
    ("Make a table: what belongs to one, what to many?", "Haz una tabla: ¿qué va con uno y qué con muchos?"),
    ("Percent means out of one hundred.", "Por ciento quiere decir de cada cien."),
)


@family("6.RP.A.3", 0.0, SOLVE, lambda p: [Fraction(p["b"], p["a"]) * x for x in p["row"]])
def table_of_a_ratio(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 6), pick(rng, 3, 11)
    times = sorted(int(each) for each in rng.permutation(7)[:3] + 2)
    return table(
        {"a": a, "b": b, "row": tuple(a * each for each in times)},
        (
            "A machine makes {b} toys in {a} minutes. Fill in the table.",
            "Una máquina hace {b} juguetes en {a} minutos. Completa la tabla.",
        ),
        [b * each for each in times],
        [
            [(a * each + b - a, "adds_the_same_to_both_parts"), (a * each * b, "multiplies_what_comes_once")]
            for each in times
        ],
        ("Both rows grow by the same factor.", "Las dos filas crecen por el mismo factor."),
        headings=[("minutes", "minutos"), ("toys", "juguetes")],
        rows=[(a, b), *((a * each, None) for each in times)],
    )


@family("6.RP.A.3", 0.2, SOLVE, lambda p: sum(Fraction(p["whole"], 100) for _ in range(p["percent"])))
def percent_of_an_amount(rng: Rng) -> Draft:
    percent, whole = pick(rng, 1, 19) * 5, pick(rng, 2, 30) * 20
    percent = percent if percent != 50 else 45
    return number(
        {"percent": percent, "whole": whole},
        ("What is {percent}% of {whole}?", "¿Cuánto es el {percent}% de {whole}?"),
        Fraction(percent * whole, 100),
        [
            (whole - percent, "subtracts_the_percent"),
            (Fraction(whole, percent), "divides_by_the_percent"),
            (Fraction(percent * whole, 10), "one_place_off"),
            (whole - Fraction(percent * whole, 100), "gives_the_rest_instead"),
        ],
        ("[[{percent}/100 × {whole} = {answer}]].", "[[{percent}/100 × {whole} = {answer}]]."),
    )


@family("6.RP.A.3", 0.5, SOLVE, lambda p: next(w for w in range(1, 5000) if w * p["percent"] == 100 * p["part"]))
def whole_from_a_percent(rng: Rng) -> Draft:
    percent, whole = choose(rng, [10, 20, 25, 40, 50, 60, 75, 80, 5]), pick(rng, 2, 25) * 20
    part = whole * percent // 100
    return number(
        {"percent": percent, "part": part},
        (
            "{who} has saved {part} dollars. That is {percent}% of the price. What is the price?",
            "{who} ahorró {part} dólares. Eso es el {percent}% del precio. ¿Cuál es el precio?",
        ),
        whole,
        [
            (Fraction(part * percent, 100), "takes_the_part_for_the_whole"),
            (part + percent, "adds_the_percent"),
            (Fraction(part * (100 + percent), 100), "takes_the_part_for_the_whole"),
        ],
        ("[[{part} ÷ {percent} × 100 = {answer}]].", "[[{part} ÷ {percent} × 100 = {answer}]]."),
        shown=people(rng),
        unit="$",
    )


@family("6.RP.A.3", 0.3, SOLVE, lambda p: [(f"{n}%", f"{Fraction(n, 100)}") for n in p["row"]])
def match_percents_and_fractions(rng: Rng) -> Draft:
    known = [
        (10, "1/10"),
        (20, "1/5"),
        (25, "1/4"),
        (40, "2/5"),
        (50, "1/2"),
        (60, "3/5"),
        (75, "3/4"),
        (80, "4/5"),
        (5, "1/20"),
        (30, "3/10"),
    ]
    chosen = [known[int(place)] for place in rng.permutation(len(known))[:4]]
    row = chosen[:3]
    return matching(
        {"row": tuple(n for n, _ in row)},
        ("Which fraction is worth as much as each percent?", "¿Qué fracción vale lo mismo que cada porcentaje?"),
        [(f"{n}%", text) for n, text in row],
        [((f"{row[0][0]}%", row[1][1]), "mixes_up_percents_and_fractions")],
        ("Write each percent over 100 and make it simpler.", "Escribe cada porcentaje sobre 100 y simplifica."),
        left_over=[chosen[3][1]],
    )
