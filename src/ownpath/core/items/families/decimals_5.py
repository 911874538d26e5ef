"""Level 5: comparing and rounding decimals."""

from __future__ import annotations

from fractions import Fraction

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
    show,
)

COMPARE = (
    ("Line up the points and compare place by place.", "Alinea los puntos y compara lugar por lugar."),
    ("Add zeros so that both have the same number of places.", "Agrega ceros para que tengan igual número de lugares."),
)


@family("5.NBT.A.3", 0.0, COMPARE, lambda p: ">" if Fraction(p["a"]) > Fraction(p["b"]) else "<")
def compare_decimals(rng: Rng) -> Draft:
    whole, a, b = pick(rng, 0, 9), pick(rng, 1, 9), pick(rng, 11, 999)
    while b % 10 == 0 or (b // 100 == a and b % 100 == 0):
        b = pick(rng, 11, 999)
    one, other = f"{whole}.{a}", f"{whole}.{b:03d}"
    right = ">" if a * 100 > b else "<"
    return choice(
        {"a": one, "b": other},
        ("Which sign makes this true?", "¿Qué signo hace esto cierto?"),
        right,
        [
            (
                {"<": ">", ">": "<"}[right],
                "reads_decimals_as_whole_numbers" if right == ">" else "longer_decimal_is_smaller",
            ),
            ("=", "compares_by_the_digits_alone"),
        ],
        ("Write {a} with three places and compare.", "Escribe {a} con tres lugares y compara."),
        line="{a} ○ {b}",
        in_order=True,
    )


@family("5.NBT.A.3", 0.2, COMPARE, lambda p: p["whole"] + sum(Fraction(d, 10**k) for k, d in p["parts"]))
def decimal_from_its_parts(rng: Rng) -> Draft:
    whole, a, c = pick(rng, 1, 60), pick(rng, 1, 9), pick(rng, 1, 9)
    first = choose(rng, [1, 2])
    parts = ((first, a), (3, c))
    text = f"{whole}." + "".join(str(dict(parts).get(k, 0)) for k in (1, 2, 3))
    return number(
        {"whole": whole, "parts": parts},
        (
            "Write as a decimal: {whole} + [[{a}/{below}]] + [[{c}/1000]].",
            "Escribe como decimal: {whole} + [[{a}/{below}]] + [[{c}/1000]].",
        ),
        Fraction(text),
        [
            (Fraction(f"{whole}.{a}{c}"), "drops_empty_places"),
            (Fraction(f"{whole}.{c}{a}"), "mixes_up_the_places"),
            (whole + a + c, "ignores_the_size_of_parts"),
        ],
        ("Empty places get a zero: {text}.", "Los lugares vacíos llevan cero: {text}."),
        shown={"a": a, "c": c, "below": 10**first, "text": text},
    )


@family("5.NBT.A.3", 0.4, COMPARE, lambda p: sorted(p["options"], key=Fraction))
def order_thousandths(rng: Rng) -> Draft:
    a = pick(rng, 1, 8)
    b = pick(rng, 1, 9)
    options = [f"0.{a}", f"0.0{a}{b}", f"0.{a}0{b}", f"0.{a + 1}"]
    right = [f"0.0{a}{b}", f"0.{a}", f"0.{a}0{b}", f"0.{a + 1}"]
    as_whole = sorted(options, key=lambda text: int(text[2:]))
    return in_order(
        {"options": tuple(options)},
        ("Put these decimals in order.", "Pon estos decimales en orden."),
        right,
        [
            (as_whole, "reads_decimals_as_whole_numbers"),
            (sorted(options, key=lambda text: (-len(text), text)), "longer_decimal_is_smaller"),
        ],
        ("Write all with three places.", "Escríbelos todos con tres lugares."),
    )


ROUND = (
    ("Find the place. Look only at the digit to its right.", "Busca el lugar. Mira solo la cifra de su derecha."),
    ("Between which two numbers of that place does it lie?", "¿Entre qué dos números de ese lugar está?"),
)
_TO = {0: ("whole number", "entero"), 1: ("tenth", "décimo"), 2: ("hundredth", "centésimo")}


@family(
    "5.NBT.A.4",
    -0.1,
    ROUND,
    lambda p: Fraction(int(Fraction(p["n"], 1000) * 10 ** p["places"] + Fraction(1, 2)), 10 ** p["places"]),
)
def round_a_decimal(rng: Rng) -> Draft:
    places, n = pick(rng, 0, 2), pick(rng, 1234, 98765)
    n += 1 if n % 10 == 0 else 0
    unit = 10 ** (3 - places)
    down = n // unit * unit
    nearest = down + unit if n - down >= unit // 2 else down
    return number(
        {"n": n, "places": places},
        ("Round {n:d3} to the nearest {place}.", "Redondea {n:d3} al {place} más cercano."),
        Fraction(nearest, 1000),
        [
            (Fraction(down, 1000), "always_rounds_down"),
            (Fraction(down + unit, 1000), "always_rounds_up"),
            (Fraction((n + 5 * unit) // (10 * unit) * 10 * unit, 1000), "rounds_to_another_place"),
        ],
        ("It lies between {low} and {up}.", "Está entre {low} y {up}."),
        shown={"place": _TO[places], "low": show(down, "d3"), "up": show(down + unit, "d3")},
    )


@family(
    "5.NBT.A.4",
    0.3,
    ROUND,
    lambda p: next(
        x
        for x in p["options"]
        if abs(Fraction(x) - Fraction(p["r"])) <= Fraction(1, 20) and Fraction(x) != Fraction(p["r"]) + Fraction(1, 20)
    ),
)
def which_decimal_rounds_to(rng: Rng) -> Draft:
    tenths = pick(rng, 11, 98)
    tenths += 1 if tenths % 10 == 0 else 0
    right = show(tenths * 10 + choose(rng, [-5, -4, -3, -2, 2, 3, 4]), "d2")
    wrong = [show(tenths * 10 + 5, "d2"), show(tenths * 10 - 6, "d2"), show(tenths * 10 + 8, "d2")]
    return choice(
        {"r": show(tenths, "d1"), "options": (right, *wrong)},
        ("Which number rounds to {r}, to the nearest tenth?", "¿Qué número se redondea a {r}, al décimo más cercano?"),
        right,
        [(wrong[0], "always_rounds_down"), (wrong[1], "always_rounds_up"), (wrong[2], "always_rounds_down")],
        ("It lies within 0.05 of {r}.", "Está a menos de 0.05 de {r}, o justo a 0.05 por debajo."),
    )


@family("5.NBT.A.4", 0.4, ROUND, lambda p: Fraction(int(Fraction(p["cents"], 100) + Fraction(1, 2))))
def price_in_whole_dollars(rng: Rng) -> Draft:
    cents = pick(rng, 105, 9890)
    cents += 7 if cents % 100 == 0 else 0
    dollars, rest = divmod(cents, 100)
    nearest = dollars + (1 if rest >= 50 else 0)
    return number(
        {"cents": cents},
        (
            "{who} pays {cents:m} dollars. How many dollars is that, to the nearest whole dollar?",
            "{who} paga {cents:m} dólares. ¿Cuántos dólares son, al entero más cercano?",
        ),
        nearest,
        [(dollars, "always_rounds_down"), (dollars + 1, "always_rounds_up"), (rest, "reads_the_wrong_part")],
        ("{cents:m} is nearer to {answer}.", "{cents:m} está más cerca de {answer}."),
        shown=people(rng),
        unit="$",
    )
