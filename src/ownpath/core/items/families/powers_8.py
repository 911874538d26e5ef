"""Level 8: rules of exponents, roots, powers of ten, estimating roots."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    in_order,
    number,
    on_line,
    pick,
    several,
    show,
)

RULES = (
    ("Write out the factors of each power.", "Escribe los factores de cada potencia."),
    ("How many factors are left in all?", "¿Cuántos factores quedan en total?"),
)


@family(
    "8.EE.A.1",
    0.0,
    RULES,
    lambda p: len([p["base"]] * p["m"] + [p["base"]] * p["n"]) if p["sign"] == "×" else p["m"] + -p["n"],
)
def exponent_of_a_product(rng: Rng) -> Draft:
    base, sign, m, n = pick(rng, 2, 9), choose(rng, ["×", "÷"]), pick(rng, 3, 9), pick(rng, 2, 8)
    while m == n:
        n = pick(rng, 2, 8)
    value = sum([m, n]) if sign == "×" else m - n
    return number(
        {"base": base, "sign": sign, "m": m, "n": n},
        (
            "Which exponent goes in the blank? [[{base}^{m} {sign} {base}^{n} = {base}^k]]. Give k.",
            "¿Qué exponente falta? [[{base}^{m} {sign} {base}^{n} = {base}^k]]. Da k.",
        ),
        value,
        [
            (m * n if sign == "×" else Fraction(m, n), "multiplies_exponents_of_a_product"),
            (m - n if sign == "×" else m + n, "adds_or_subtracts_the_wrong_way"),
            (n - m, "turns_subtraction_around"),
        ],
        ("Count the factors: {answer}.", "Cuenta los factores: {answer}."),
        before="k =",
    )


@family("8.EE.A.1", 0.2, RULES, lambda p: Fraction(1) / Fraction(p["base"] ** p["power"]))
def value_of_a_negative_power(rng: Rng) -> Draft:
    base, power = choose(rng, [(b, e) for b in range(2, 13) for e in range(1, 5) if b**e <= 1000])
    return number(
        {"base": base, "power": power},
        ("Write [[{base}^(-{power})]] as a fraction.", "Escribe [[{base}^(-{power})]] como fracción."),
        Fraction(1, base**power),
        [
            (-(base**power), "takes_a_negative_exponent_for_a_negative_number"),
            (Fraction(-1, base**power), "takes_a_negative_exponent_for_a_negative_number"),
            (-base * power, "multiplies_base_and_exponent"),
            (Fraction(1, base * power), "multiplies_base_and_exponent"),
        ],
        ("A negative exponent divides: [[{answer}]].", "Un exponente negativo divide: [[{answer}]]."),
    )


@family("8.EE.A.1", 0.3, RULES, lambda p: [text for text, power in p["options"] if power == p["m"] * p["n"]])
def powers_of_one_value(rng: Rng) -> Draft:
    base, m, n = pick(rng, 2, 9), pick(rng, 2, 5), pick(rng, 2, 4)
    total = m * n
    options = (
        (f"({base}^{m})^{n}", total),
        (f"{base}^{total - 1} × {base}", total),
        (f"{base}^{m} × {base}^{n}", m + n),
        (f"{base}^{m + n}", m + n),
        (f"{base}^{total + 2} ÷ {base}", total + 1),
    )
    right = [text for text, power in options if power == total]
    return several(
        {"m": m, "n": n, "options": options},
        (
            "Which are worth the same as [[{base}^{total}]]? Choose all.",
            "¿Cuáles valen lo mismo que [[{base}^{total}]]? Elige todas.",
        ),
        right,
        [
            (text, "adds_exponents_of_a_power" if power == m + n else "one_factor_too_many")
            for text, power in options
            if power != total
        ],
        ("Count the factors of {base} in each.", "Cuenta los factores {base} en cada una."),
        shown={"base": base, "total": total},
    )


ROOTS = (
    ("Which number times itself gives it?", "¿Qué número por sí mismo lo da?"),
    ("For a cube root: three times as a factor.", "Para la raíz cúbica: tres veces como factor."),
)


@family("8.EE.A.2", -0.1, ROOTS, lambda p: next(x for x in range(1, 100) if x ** p["power"] == p["n"]))
def side_from_area_or_volume(rng: Rng) -> Draft:
    power = choose(rng, [2, 2, 3])
    x = pick(rng, 4, 30) if power == 2 else pick(rng, 2, 12)
    text = {
        2: (
            "A square has an area of {n} square cm. How long is a side?",
            "Un cuadrado tiene un área de {n} cm cuadrados. ¿Cuánto mide un lado?",
        ),
        3: (
            "A cube has a volume of {n} cubic cm. How long is an edge?",
            "Un cubo tiene un volumen de {n} cm cúbicos. ¿Cuánto mide una arista?",
        ),
    }[power]
    n = x * x if power == 2 else x * x * x
    return number(
        {"power": power, "n": n},
        text,
        x,
        [
            (Fraction(n, power), "halves_instead_of_the_root"),
            (Fraction(n, 4), "divides_area_by_four"),
            (n, "stops_after_one_step"),
        ],
        ("{answer} as a factor {power} times is {n}.", "{answer} como factor {power} veces es {n}."),
        unit="cm",
    )


@family("8.EE.A.2", 0.2, ROOTS, lambda p: [f"x = {x}" for x in range(-40, 41) if x * x == p["n"]])
def both_solutions(rng: Rng) -> Draft:
    x = pick(rng, 2, 39)
    n = x**2
    return several(
        {"n": n},
        ("Choose all solutions of [[x^2 = {n}]].", "Elige todas las soluciones de [[x^2 = {n}]]."),
        [f"x = {-x}", f"x = {x}"],
        [
            (f"x = {n // 2}", "halves_instead_of_the_root"),
            (f"x = {n}", "stops_after_one_step"),
            (f"x = {-n}", "stops_after_one_step"),
            *([(f"x = {2 * x}", "multiplies_base_and_exponent")] if 2 * x not in (n // 2, n) else []),
        ],
        ("A negative number times itself is positive too.", "Un número negativo por sí mismo también es positivo."),
    )


@family(
    "8.EE.A.2",
    0.3,
    ROOTS,
    lambda p: next(x for x in range(1, 200) if x * x * p["b"] ** 2 == p["a"] ** 2 * p["b"] ** 2) * Fraction(1, p["b"]),
)
def root_of_a_fraction(rng: Rng) -> Draft:
    a, b = pick(rng, 1, 12), pick(rng, 2, 12)
    while Fraction(a, b).denominator != b:
        a, b = pick(rng, 1, 12), pick(rng, 2, 12)
    return number(
        {"a": a, "b": b},
        (
            "Which positive number solves [[x^2 = {top}/{bottom}]]?",
            "¿Qué número positivo cumple [[x^2 = {top}/{bottom}]]?",
        ),
        Fraction(a, b),
        [
            (Fraction(a * a, 2 * b * b), "halves_instead_of_the_root"),
            (Fraction(a, b * b), "takes_the_root_of_one_part"),
            (Fraction(a * a, b), "takes_the_root_of_one_part"),
        ],
        ("The root of top and bottom: [[{a}/{b}]].", "La raíz de arriba y de abajo: [[{a}/{b}]]."),
        shown={"top": a * a, "bottom": b * b},
        before="x =",
    )


TEN = (
    ("How many places does the point move?", "¿Cuántos lugares se mueve el punto?"),
    (
        "Large numbers: positive exponent. Small ones: negative.",
        "Números grandes: exponente positivo. Pequeños: negativo.",
    ),
)


def _plain(digits: int, power: int) -> str:
    return show(digits * 10**power) if power >= 0 else "0." + "0" * (-power - len(str(digits))) + str(digits)


@family(
    "8.EE.A.3",
    0.0,
    TEN,
    lambda p: next(k for k in range(-9, 12) if Fraction(p["digit"]) * Fraction(10) ** k == Fraction(p["n"])),
)
def exponent_of_ten(rng: Rng) -> Draft:
    digit, power = pick(rng, 2, 9), choose(rng, [-6, -5, -4, -3, 4, 5, 6, 7, 8])
    text = _plain(digit, power)
    return number(
        {"digit": digit, "n": text.replace(",", "")},
        ("Write {text} as [[{digit} × 10^k]]. What is k?", "Escribe {text} como [[{digit} × 10^k]]. ¿Cuánto es k?"),
        power,
        [(-power, "wrong_sign_of_an_exponent"), (power + 1, "one_place_off"), (power - 1, "one_place_off")],
        ("The point moves, so k is {answer}.", "El punto se mueve, así que k es {answer}."),
        shown={"text": text},
        before="k =",
    )


@family("8.EE.A.3", 0.3, TEN, lambda p: Fraction(p["a"] * 10 ** p["m"], p["b"] * 10 ** p["n"]))
def how_many_times_as_large(rng: Rng) -> Draft:
    b, q, n, gap = pick(rng, 2, 4), pick(rng, 2, 4), pick(rng, 2, 6), pick(rng, 1, 4)
    while b * q > 9:
        q = pick(rng, 2, 4)
    return number(
        {"a": b * q, "m": n + gap, "b": b, "n": n},
        (
            "[[{a} × 10^{m}]] is how many times as large as [[{b} × 10^{n}]]?",
            "¿Cuántas veces [[{b} × 10^{n}]] es [[{a} × 10^{m}]]?",
        ),
        q * 10**gap,
        [
            (gap, "counts_places_not_times"),
            (q * gap, "multiplies_base_and_exponent"),
            (10**gap, "compares_only_the_powers"),
            (q, "compares_only_the_first_numbers"),
        ],
        ("[[{a} ÷ {b}]] times [[10^{gap}]].", "[[{a} ÷ {b}]] por [[10^{gap}]]."),
        shown={"gap": gap},
    )


@family(
    "8.EE.A.3",
    0.4,
    TEN,
    lambda p: [f"{d} × 10^{e}" for d, e in sorted(p["numbers"], key=lambda n: Fraction(n[0]) * Fraction(10) ** n[1])],
)
def order_by_powers_of_ten(rng: Rng) -> Draft:
    powers = sorted(int(each) for each in rng.permutation(9)[:3] - 3)
    digits = [pick(rng, 1, 9) for _ in range(4)]
    numbers = [(digits[0], powers[0]), (digits[1], powers[1]), (digits[2], powers[2]), (digits[2] % 9 + 1, powers[2])]
    ordered = sorted(numbers, key=lambda n: (n[1], n[0]))
    return in_order(
        {"numbers": tuple(sorted(numbers))},
        ("Put these numbers in order.", "Pon estos números en orden."),
        [f"{d} × 10^{e}" for d, e in ordered],
        [
            (
                [f"{d} × 10^{e}" for d, e in sorted(numbers, key=lambda n: (n[0], n[1]))],
                "compares_only_the_first_numbers",
            )
        ],
        ("The exponent decides first.", "Primero decide el exponente."),
    )


def _first_digits(whole: int) -> Fraction:
    return Fraction(whole, 10 ** (len(str(whole)) - 1))


@family("8.EE.A.4", 0.1, TEN, lambda p: _first_digits(p["a"] * 10 ** p["m"] * p["b"] * 10 ** p["n"]))
def first_number_of_a_product(rng: Rng) -> Draft:
    a, b, m, n = pick(rng, 2, 9), pick(rng, 2, 9), pick(rng, 2, 8), pick(rng, 2, 8)
    product = a * b
    return number(
        {"a": a, "m": m, "b": b, "n": n},
        (
            "Work out [[({a} × 10^{m}) × ({b} × 10^{n})]] in scientific notation. Which number stands before the "
            "power of ten?",
            "Calcula [[({a} × 10^{m}) × ({b} × 10^{n})]] en notación científica. ¿Qué número va delante de la "
            "potencia de diez?",
        ),
        product if product < 10 else Fraction(product, 10),
        [(product, "leaves_more_than_one_digit_in_front"), (a + b, "adds_instead_of_multiplying")],
        (
            "[[{a} × {b} = {product}]], with one digit before the point.",
            "[[{a} × {b} = {product}]], con una cifra delante del punto.",
        ),
        shown={"product": product},
    )


@family("8.EE.A.4", 0.3, TEN, lambda p: len(str(p["a"] * 10 ** p["m"] * p["b"] * 10 ** p["n"])) - 1)
def exponent_of_a_scientific_product(rng: Rng) -> Draft:
    a, b, m, n = pick(rng, 2, 9), pick(rng, 2, 9), pick(rng, 2, 8), pick(rng, 2, 8)
    return number(
        {"a": a, "m": m, "b": b, "n": n},
        (
            "Work out [[({a} × 10^{m}) × ({b} × 10^{n})]] in scientific notation. What is the exponent of ten?",
            "Calcula [[({a} × 10^{m}) × ({b} × 10^{n})]] en notación científica. ¿Cuál es el exponente de diez?",
        ),
        m + n + (1 if a * b >= 10 else 0),
        [
            (m + n, "leaves_more_than_one_digit_in_front"),
            (m * n, "multiplies_exponents_of_a_product"),
            (m + n + 1, "one_place_off"),
        ],
        (
            "Add the exponents, and one more if the product has two digits.",
            "Suma los exponentes, y uno más si el producto tiene dos cifras.",
        ),
    )


def _scientific(whole: int) -> str:
    digits = str(whole)
    return f"{digits[0]}.{digits[1:].rstrip('0')} × 10^{len(digits) - 1}"


@family("8.EE.A.4", 0.4, TEN, lambda p: _scientific(p["a"] * 10 ** p["m"] + p["b"] * 10 ** p["n"]))
def sum_in_scientific_notation(rng: Rng) -> Draft:
    a, b, n, gap = pick(rng, 2, 7), pick(rng, 1, 9), pick(rng, 2, 6), pick(rng, 1, 2)
    m = n + gap
    return choice(
        {"a": a, "m": m, "b": b, "n": n},
        ("What is [[{a} × 10^{m} + {b} × 10^{n}]]?", "¿Cuánto es [[{a} × 10^{m} + {b} × 10^{n}]]?"),
        f"{a}.{'0' * (gap - 1)}{b} × 10^{m}",
        [
            (f"{a + b} × 10^{m + n}", "adds_the_exponents_of_a_sum"),
            (f"{a + b} × 10^{m}", "ignores_the_size_of_parts"),
            (f"{a}.{'0' * gap}{b} × 10^{m}", "one_place_off"),
        ],
        ("Write both with [[10^{m}]], then add.", "Escribe los dos con [[10^{m}]] y suma."),
    )


ESTIMATE = (
    ("Between which two square numbers does it lie?", "¿Entre qué dos cuadrados está?"),
    ("Which of the two is nearer?", "¿Cuál de los dos está más cerca?"),
)


@family("8.NS.A.2", 0.0, ESTIMATE, lambda p: next(x for x in range(100) if (x + 1) ** 2 > p["n"]))
def whole_number_below_a_root(rng: Rng) -> Draft:
    low = pick(rng, 3, 14)
    n = low * low + pick(rng, 1, 2 * low)
    return number(
        {"n": n},
        (
            "Which is the largest whole number that is less than [[√{n}]]?",
            "¿Cuál es el mayor entero menor que [[√{n}]]?",
        ),
        isqrt(n),
        [(low + 1, "rounds_the_quotient_up"), (n // 2, "halves_instead_of_the_root"), (n - 1, "ignores_the_root")],
        (
            "{below} is {answer} squared, and {above} is more than {n}.",
            "{below} es {answer} al cuadrado, y {above} es más que {n}.",
        ),
        shown={"below": low * low, "above": (low + 1) ** 2},
    )


@family("8.NS.A.2", 0.2, ESTIMATE, lambda p: Fraction(min(range(1, 200), key=lambda t: abs(t * t - 100 * p["n"])), 10))
def root_on_the_line(rng: Rng) -> Draft:
    low = pick(rng, 2, 11)
    n = low * low + pick(rng, 1, 2 * low)
    tenth = Fraction(round(n**0.5 * 10), 10)
    return on_line(
        {"n": n},
        ("Mark [[√{n}]] on the line, to the nearest tenth.", "Marca [[√{n}]] en la recta, al décimo más cercano."),
        tenth,
        [
            (low + Fraction(round(10 * Fraction(n - low * low, 10)), 10), "takes_the_rest_as_tenths"),
            (low + 1 - (tenth - low), "counts_from_the_wrong_end"),
        ],
        ("It lies between {low} and {high}.", "Está entre {low} y {high}."),
        start=low,
        end=low + 1,
        step=Fraction(1, 10),
        shown={"low": low, "high": low + 1},
        tolerance=Fraction(1, 10),
        style="decimal",
    )


@family(
    "8.NS.A.2", 0.4, ESTIMATE, lambda p: [text for text, _ in sorted(p["options"], key=lambda each: Fraction(each[1]))]
)
def order_roots_and_numbers(rng: Rng) -> Draft:
    low = pick(rng, 3, 10)
    one, two = low * low + pick(rng, 1, low - 1), low * low + 2 * low - pick(rng, 0, 1)
    middle = f"{low}.5"
    options = (
        (f"√{one}", str(one)),
        (middle, str(Fraction(middle) ** 2)),
        (f"√{two}", str(two)),
        (str(low + 1), str((low + 1) ** 2)),
    )
    return in_order(
        {"options": options},
        ("Put these numbers in order.", "Pon estos números en orden."),
        [f"√{one}", middle, f"√{two}", str(low + 1)],
        [([middle, str(low + 1), f"√{one}", f"√{two}"], "ignores_the_root")],
        ("Square each one and compare.", "Eleva cada uno al cuadrado y compara."),
    )
