"""Level 4: tenths, hundredths and decimals."""

from __future__ import annotations

from fractions import Fraction

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    family,
    in_order,
    matching,
    number,
    on_line,
    pick,
    show,
)

TENTHS = (
    ("How many hundredths make one tenth?", "¿Cuántos centésimos forman un décimo?"),
    ("Write both with 100 below.", "Escribe los dos con 100 abajo."),
)


@family("4.NF.C.5", -0.2, TENTHS, lambda p: Fraction(p["tenths"], 10) * 100)
def tenths_as_hundredths(rng: Rng) -> Draft:
    tenths = pick(rng, 1, 39)
    tenths += 1 if tenths % 10 == 0 else 0
    return number(
        {"tenths": tenths},
        ("Which number goes in the blank?", "¿Qué número va en el hueco?"),
        tenths * 10,
        [
            (tenths, "changes_only_the_bottom"),
            (tenths + 90, "adds_the_same_to_top_and_bottom"),
            (tenths * 100, "one_place_off"),
        ],
        ("Each tenth is 10 hundredths: {answer}.", "Cada décimo son 10 centésimos: {answer}."),
        line="{tenths}/10 = ?/100",
    )


@family("4.NF.C.5", 0.1, TENTHS, lambda p: Fraction(p["a"], 10) + Fraction(p["b"], 100))
def add_tenths_and_hundredths(rng: Rng) -> Draft:
    a, b = pick(rng, 1, 8), pick(rng, 1, 19)
    return number(
        {"a": a, "b": b},
        ("Find [[{a}/10 + {b}/100]].", "Halla [[{a}/10 + {b}/100]]."),
        Fraction(10 * a + b, 100),
        [
            (Fraction(a + b, 110), "adds_tops_and_bottoms"),
            (Fraction(a + b, 100), "ignores_the_size_of_parts"),
            (Fraction(a + b, 10), "ignores_the_size_of_parts"),
        ],
        ("[[{tens}/100 + {b}/100 = {sum}/100]].", "[[{tens}/100 + {b}/100 = {sum}/100]]."),
        shown={"tens": 10 * a, "sum": 10 * a + b},
    )


@family(
    "4.NF.C.5",
    0.3,
    TENTHS,
    lambda p: f"{(Fraction(p['a'], 10) + Fraction(p['b'], 100)) * 100}/100",
)
def same_as_a_sum(rng: Rng) -> Draft:
    a, b = pick(rng, 1, 8), pick(rng, 1, 9)
    return choice(
        {"a": a, "b": b},
        (
            "A path has [[{a}/10]] mile of sand and [[{b}/100]] mile of stone. How long is it in miles?",
            "Un camino tiene [[{a}/10]] de milla de arena y [[{b}/100]] de milla de piedra. ¿Cuántas millas mide?",
        ),
        f"{10 * a + b}/100",
        [
            (f"{a + b}/100", "ignores_the_size_of_parts"),
            (f"{a + b}/110", "adds_tops_and_bottoms"),
            (f"{10 * a + b}/10", "one_place_off"),
        ],
        ("[[{a}/10]] is [[{tens}/100]].", "[[{a}/10]] es [[{tens}/100]]."),
        shown={"tens": 10 * a},
    )


DECIMALS = (
    (
        "The first place after the point is tenths, the second hundredths.",
        "El primer lugar tras el punto son décimos; el segundo, centésimos.",
    ),
    (
        "Say the fraction aloud, then write it place by place.",
        "Di la fracción en voz alta y escríbela lugar por lugar.",
    ),
)


@family("4.NF.C.6", -0.2, DECIMALS, lambda p: Fraction(p["n"], 100))
def fraction_as_decimal(rng: Rng) -> Draft:
    n = pick(rng, 1, 199)
    n += 1 if n % 100 == 0 else 0
    return number(
        {"n": n},
        ("Write [[{n}/100]] as a decimal.", "Escribe [[{n}/100]] como decimal."),
        Fraction(show(n, "d2")),
        [
            (Fraction(n, 10), "one_place_off"),
            (Fraction(n, 1000), "one_place_off"),
            (Fraction(f"{n}.100"), "writes_top_point_bottom"),
        ],
        ("[[{n}/100 = {n:d2}]].", "[[{n}/100 = {n:d2}]]."),
        form="decimal",
    )


@family("4.NF.C.6", 0.1, DECIMALS, lambda p: Fraction(p["n"], 100))
def mark_a_decimal(rng: Rng) -> Draft:
    low, more = pick(rng, 0, 8) * 10, pick(rng, 1, 9)
    n = low + more
    return on_line(
        {"n": n},
        ("Mark {n:d2} on the line.", "Marca {n:d2} en la recta."),
        Fraction(show(n, "d2")),
        [
            (Fraction(low + 10 - more, 100), "counts_from_the_wrong_end"),
            (Fraction(n + 1, 100), "counts_marks_not_steps"),
        ],
        ("Each small step is one hundredth.", "Cada paso pequeño es un centésimo."),
        start=Fraction(low, 100),
        end=Fraction(low + 20, 100),
        step=Fraction(1, 100),
        labels=[Fraction(low, 100), Fraction(low + 10, 100), Fraction(low + 20, 100)],
        style="decimal",
    )


@family(
    "4.NF.C.6",
    0.4,
    DECIMALS,
    lambda p: [(f"{n}/100" if n % 10 else f"{n // 10}/10", show(Fraction(n), "d2")) for n in p["row"]],
)
def match_fraction_and_decimal(rng: Rng) -> Draft:
    digit = pick(rng, 1, 9)
    other = (digit + pick(rng, 0, 7)) % 9 + 1
    row = (digit, digit * 10, digit * 10 + other)
    texts = [f"{digit}/100", f"{digit}/10", f"{digit * 10 + other}/100"]
    return matching(
        {"row": row},
        ("Which decimal belongs to each fraction?", "¿Qué decimal va con cada fracción?"),
        [
            (text, decimal)
            for text, decimal in zip(texts, [f"0.0{digit}", f"0.{digit}", f"0.{digit}{other}"], strict=True)
        ],
        [
            ((texts[0], f"0.{digit}"), "one_place_off"),
            ((texts[1], f"0.0{digit}"), "one_place_off"),
            ((texts[2], f"{digit}.{other}"), "one_place_off"),
        ],
        ("Tenths stand first after the point.", "Los décimos van primero tras el punto."),
        left_over=[f"{digit}.{other}"],
    )


LARGER = (
    ("Give both the same number of places by adding zeros.", "Dales el mismo número de lugares agregando ceros."),
    ("Compare tenths first, then hundredths.", "Compara primero los décimos y luego los centésimos."),
)


@family("4.NF.C.7", 0.0, LARGER, lambda p: "<" if p["a"] * 10 < p["b"] else ">")
def tenths_against_hundredths(rng: Rng) -> Draft:
    a, b = pick(rng, 1, 9), pick(rng, 11, 98)
    while b == 10 * a or b % 10 == 0:
        b = pick(rng, 11, 98)
    right = "<" if Fraction(a, 10) < Fraction(b, 100) else ">"
    slip = "reads_decimals_as_whole_numbers" if right == ">" else "longer_decimal_is_smaller"
    return choice(
        {"a": a, "b": b},
        ("Which sign makes this true?", "¿Qué signo hace esto cierto?"),
        right,
        [({"<": ">", ">": "<"}[right], slip), ("=", "compares_by_the_digits_alone")],
        ("{a:d1} is {tens} hundredths; compare with {b}.", "{a:d1} son {tens} centésimos; compara con {b}."),
        shown={"tens": 10 * a},
        line="{a:d1} ○ {b:d2}",
        in_order=True,
    )


@family("4.NF.C.7", 0.2, LARGER, lambda p: show(sorted(p["options"])[-1], "d2"))
def largest_decimal(rng: Rng) -> Draft:
    tens = pick(rng, 2, 8)
    options = [tens * 10 + 10, tens * 10 + pick(rng, 1, 9), pick(rng, 1, 9), tens]
    top = max(options)
    longest = max((each for each in options if each != top), key=lambda each: each)
    return choice(
        {"options": tuple(sorted(set(options)))},
        ("Which is the largest?", "¿Cuál es el mayor?"),
        show(top, "d2"),
        [
            (show(each, "d2"), "reads_decimals_as_whole_numbers" if each == longest else "ignores_zeros_in_decimals")
            for each in options
            if each != top
        ],
        ("Compare the tenths first.", "Compara primero los décimos."),
    )


@family("4.NF.C.7", 0.4, LARGER, lambda p: [show(n, "d2") for n in sorted(p["options"])])
def order_decimals(rng: Rng) -> Draft:
    a = pick(rng, 1, 8)
    options = sorted({a * 10, a, a * 10 + pick(rng, 1, 9), (a + 1) * 10})
    by_length = sorted(options, key=lambda n: int(show(n, "d2").removeprefix("0.").replace(".", "")))
    return in_order(
        {"options": tuple(options)},
        ("Put these decimals in order.", "Pon estos decimales en orden."),
        [show(n, "d2") for n in options],
        [([show(n, "d2") for n in by_length], "reads_decimals_as_whole_numbers")],
        ("Write all with two places, then compare.", "Escríbelos todos con dos lugares y compara."),
    )
