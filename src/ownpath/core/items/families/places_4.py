"""Level 4: places of digits, large numbers."""

from __future__ import annotations

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    in_order,
    number,
    pick,
)

PLACES = (
    ("What is each digit worth in its place?", "¿Cuánto vale cada cifra en su lugar?"),
    ("One place to the left is worth ten times as much.", "Un lugar a la izquierda vale diez veces más."),
)


@family("4.NBT.A.1", -0.1, PLACES, lambda p: p["digit"] * 10 ** p["power"])
def worth_of_a_digit(rng: Rng) -> Draft:
    digits = [int(each) for each in rng.permutation(9)[:6] + 1]
    place = pick(rng, 0, 3)
    n = int("".join(map(str, digits)))
    worth = n // 10 ** (5 - place) % 10 * 10 ** (5 - place)
    return number(
        {"n": n, "digit": digits[place], "power": 5 - place},
        ("What is the {digit} in {n} worth?", "¿Cuánto vale el {digit} en {n}?"),
        worth,
        [
            (digits[place], "reads_a_digit_without_its_place"),
            (worth * 10, "one_place_off"),
            (worth // 10, "one_place_off"),
        ],
        ("Look at the places to its right: it is worth {answer}.", "Mira los lugares a su derecha: vale {answer}."),
    )


@family("4.NBT.A.1", 0.2, PLACES, lambda p: next(k for k in (1, 10, 100, 1000) if p["low"] * k == p["high"]))
def how_many_times_the_place(rng: Rng) -> Draft:
    digit, low, apart = pick(rng, 2, 9), pick(rng, 0, 3), pick(rng, 1, 2)
    small, large = digit * 10**low, digit * 10 ** (low + apart)
    return number(
        {"low": small, "high": large},
        ("{high} is how many times as much as {low}?", "¿Cuántas veces {low} es {high}?"),
        10**apart,
        [
            (apart, "counts_places_not_times"),
            (large - small, "subtracts_instead_of_dividing"),
            (10 ** (apart + 1), "one_place_off"),
        ],
        (
            "Places further left: {apart}. So {answer} times.",
            "Lugares más a la izquierda: {apart}. Así que {answer} veces.",
        ),
        shown={"apart": apart},
    )


@family("4.NBT.A.1", 0.4, PLACES, lambda p: f"{p['n'] * 10:,}")
def ten_times_a_number(rng: Rng) -> Draft:
    n = pick(rng, 203, 9870)
    return choice(
        {"n": n},
        ("Which number is ten times as large as {n}?", "¿Qué número es diez veces {n}?"),
        f"{int(str(n) + '0'):,}",
        [
            (f"{n + 10:,}", "adds_instead_of_multiplying"),
            (f"{n * 100:,}", "one_place_off"),
            (f"{int('1' + str(n)):,}", "puts_the_digit_in_front"),
        ],
        ("Each digit moves one place to the left.", "Cada cifra pasa un lugar a la izquierda."),
    )


BIG = (
    (
        "Which number has more places? Else compare from the left.",
        "¿Qué número tiene más lugares? Si no, compara desde la izquierda.",
    ),
    ("The first digit that differs decides.", "Decide la primera cifra distinta."),
)


@family("4.NBT.A.2", -0.2, BIG, lambda p: "<" if sorted([p["a"], p["b"]])[0] == p["a"] else ">")
def compare_big_numbers(rng: Rng) -> Draft:
    a = pick(rng, 1200, 99999)
    swapped = list(str(a))
    i, j = sorted(int(each) for each in rng.permutation(len(swapped) - 1)[:2] + 1)
    swapped[i], swapped[j] = swapped[j], swapped[i]
    b = int("".join(swapped))
    b = b if b != a else a + choose(rng, [-90, 90, 300, -7])
    right = "<" if a < b else ">"
    return choice(
        {"a": a, "b": b},
        ("Which sign makes this true?", "¿Qué signo hace esto cierto?"),
        right,
        [({"<": ">", ">": "<"}[right], "compares_from_the_right"), ("=", "compares_by_the_digits_alone")],
        ("Compare from the left.", "Compara desde la izquierda."),
        line="{a} ○ {b}",
        in_order=True,
    )


@family("4.NBT.A.2", 0.1, BIG, lambda p: sum(int(d) * 10**k for k, d in enumerate(reversed(p["digits"]))))
def number_from_its_parts(rng: Rng) -> Draft:
    a, b, c = pick(rng, 2, 9), pick(rng, 1, 9), pick(rng, 1, 9)
    power = choose(rng, [4, 5])
    n = a * 10**power + b * 100 + c
    return number(
        {"digits": f"{n}"},
        ("Write the number: {first} + {second} + {c}.", "Escribe el número: {first} + {second} + {c}."),
        a * 10**power + b * 100 + c,
        [
            (int(f"{a}{b}{c}"), "drops_empty_places"),
            (a * 1000 + b * 100 + c, "drops_empty_places"),
            (a * 10 ** (power - 1) + b * 10 + c, "one_place_off"),
        ],
        ("Empty places get a zero: {answer}.", "Los lugares vacíos llevan cero: {answer}."),
        shown={"first": f"{a * 10**power:,}", "second": b * 100, "c": c},
    )


@family("4.NBT.A.2", 0.3, BIG, lambda p: [f"{n:,}" for n in sorted(p["numbers"])])
def order_big_numbers(rng: Rng) -> Draft:
    a = pick(rng, 21, 98)
    numbers = {a * 1000 + pick(rng, 1, 99), a * 1000 + pick(rng, 100, 999), a * 100 + pick(rng, 1, 99), (a + 1) * 1000}
    ordered = [f"{n:,}" for n in sorted(numbers, key=lambda n: (len(str(n)), str(n)))]
    wrong = [f"{n:,}" for n in sorted(numbers, key=str)]
    return in_order(
        {"numbers": tuple(sorted(numbers))},
        ("Put these numbers in order.", "Pon estos números en orden."),
        ordered,
        [(wrong, "compares_from_the_left_without_places")],
        ("First the number of places, then from the left.", "Primero cuántos lugares, luego desde la izquierda."),
    )
