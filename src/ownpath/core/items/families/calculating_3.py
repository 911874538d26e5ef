"""Level 3: rounding, adding and taking away, multiplying tens."""

from __future__ import annotations

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    number,
    on_line,
    people,
    pick,
)
from ownpath.core.items.stimulus import figure

ROUNDING = (
    ("Between which two round numbers does it lie?", "¿Entre qué dos números redondos está?"),
    ("Which of the two is nearer? Halfway goes up.", "¿Cuál de los dos está más cerca? La mitad sube."),
)


@family("3.NBT.A.1", -0.3, ROUNDING, lambda p: min(range(0, 1100, p["to"]), key=lambda r: (abs(r - p["n"]), -r)))
def round_a_number(rng: Rng) -> Draft:
    n, to = pick(rng, 101, 989), choose(rng, [10, 100])
    n += 1 if n % 10 == 0 else 0
    down = n // to * to
    nearest = down + to if n - down >= to / 2 else down
    other_place = (n + 50) // 100 * 100 if to == 10 else (n + 5) // 10 * 10
    return number(
        {"n": n, "to": to},
        ("Round {n} to the nearest {to}.", "Redondea {n} a {unit} más cercana: de {to} en {to}."),
        nearest,
        [(down, "always_rounds_down"), (down + to, "always_rounds_up"), (other_place, "rounds_to_another_place")],
        (
            "{n} lies between {down} and {up}; {answer} is nearer.",
            "{n} está entre {down} y {up}; {answer} está más cerca.",
        ),
        shown={"down": down, "up": down + to, "unit": "la decena" if to == 10 else "la centena"},
    )


@family("3.NBT.A.1", 0.1, ROUNDING, lambda p: (p["n"] + 50) // 100 * 100)
def nearest_hundred_on_a_line(rng: Rng) -> Draft:
    low, n = pick(rng, 1, 8) * 100, pick(rng, 5, 95)
    n += 1 if n % 10 == 0 else 0
    answer = low if n < 50 else low + 100
    return on_line(
        {"n": low + n},
        ("Mark the hundred that is nearest to {n}.", "Marca la centena más cercana a {n}."),
        answer,
        [
            (low + 100 if answer == low else low, "always_rounds_up" if answer == low else "always_rounds_down"),
            ((low + n + 5) // 10 * 10, "rounds_to_another_place"),
        ],
        ("{n} is nearer to {answer}.", "{n} está más cerca de {answer}."),
        start=low - 100,
        end=low + 200,
        step=10,
        labels=[low - 100, low, low + 100, low + 200],
    )


@family(
    "3.NBT.A.1", 0.4, ROUNDING, lambda p: str(next(n for n in p["options"] if round(n / 10 + 1e-9) * 10 == p["ten"]))
)
def which_rounds_to(rng: Rng) -> Draft:
    ten = pick(rng, 11, 98) * 10
    right = ten + choose(rng, [-5, -4, -3, 2, 3, 4])
    wrong = [ten + 5, ten - 6, ten + 8]
    return choice(
        {"ten": ten, "options": (right, *wrong)},
        (
            "Which number rounds to {ten}, to the nearest ten?",
            "¿Qué número se redondea a {ten}, a la decena más cercana?",
        ),
        str(right),
        [
            (str(wrong[0]), "always_rounds_down"),
            (str(wrong[1]), "always_rounds_up"),
            (str(wrong[2]), "always_rounds_down"),
        ],
        ("{right} lies within five of {ten}.", "{right} está a menos de cinco de {ten}, o justo a cinco por debajo."),
        shown={"right": right},
    )


PLUS_MINUS = (
    ("Work place by place, and start with the ones.", "Ve lugar por lugar y empieza por las unidades."),
    (
        "When a place is too small or too full, trade with the next one.",
        "Si en un lugar falta o sobra, cambia con el de al lado.",
    ),
)


@family(
    "3.NBT.A.2",
    -0.2,
    PLUS_MINUS,
    lambda p: sum(d * 10**k for x in (p["a"], p["b"]) for k, d in enumerate(map(int, str(x)[::-1]))),
)
def add_to_a_thousand(rng: Rng) -> Draft:
    a, b = pick(rng, 125, 560), pick(rng, 118, 430)
    no_carry = sum((a // 10**k % 10 + b // 10**k % 10) % 10 * 10**k for k in range(3))
    return number(
        {"a": a, "b": b},
        ("Find [[{a} + {b}]].", "Halla [[{a} + {b}]]."),
        a + b,
        [(no_carry, "forgets_the_carry"), (abs(a - b), "adds_or_subtracts_the_wrong_way")],
        (
            "Ones, tens, hundreds with what is carried: {answer}.",
            "Unidades, decenas, centenas con lo que se lleva: {answer}.",
        ),
    )


@family("3.NBT.A.2", 0.2, PLUS_MINUS, lambda p: next(x for x in range(1000) if x + p["b"] == p["a"]))
def subtract_within_a_thousand(rng: Rng) -> Draft:
    b = pick(rng, 118, 480)
    a = b + pick(rng, 120, 480)
    small_from_large = sum(abs(a // 10**k % 10 - b // 10**k % 10) * 10**k for k in range(3))
    return number(
        {"a": a, "b": b},
        ("Find [[{a} - {b}]].", "Halla [[{a} - {b}]]."),
        a - b,
        [
            (small_from_large, "subtracts_smaller_digit_always"),
            (a - b + 100, "forgets_what_was_borrowed"),
            (a - b + 10, "forgets_what_was_borrowed"),
        ],
        ("Check: [[{answer} + {b} = {a}]].", "Comprueba: [[{answer} + {b} = {a}]]."),
    )


@family("3.NBT.A.2", 0.4, PLUS_MINUS, lambda p: abs(dict(p["bars"])["Leo"] - dict(p["bars"])["Ana"]))
def how_many_more_in_a_chart(rng: Rng) -> Draft:
    a, b, c = (pick(rng, 3, 19) * 10 for _ in range(3))
    b = b if b != a else b + 10
    bars = (("Ana", a), ("Leo", b), ("Mia", c))
    return number(
        {"bars": bars},
        (
            "The chart shows steps. How many steps lie between Ana and Leo?",
            "La gráfica muestra pasos. ¿Cuántos pasos hay entre Ana y Leo?",
        ),
        abs(a - b),
        [(a + b, "adds_or_subtracts_the_wrong_way"), (abs(a - b) // 10, "reads_the_scale_as_ones")],
        ("Take the smaller number from the larger one: {answer}.", "Quita el menor del mayor: {answer}."),
        figure=figure("bar_chart", bars=bars, step=20),
    )


TENS = (
    ("How many tens is the second number?", "¿Cuántas decenas es el segundo número?"),
    ("Multiply the tens first, then say them as a number.", "Multiplica las decenas y luego dilas como número."),
)


@family("3.NBT.A.3", -0.3, TENS, lambda p: sum([p["tens"] * 10] * p["a"]))
def times_tens(rng: Rng) -> Draft:
    a, tens = pick(rng, 2, 9), pick(rng, 2, 9)
    return number(
        {"a": a, "tens": tens},
        ("Find [[{a} × {b}]].", "Halla [[{a} × {b}]]."),
        a * tens * 10,
        [
            (a * tens, "loses_the_zero"),
            (a * tens * 100, "adds_a_zero_too_many"),
            (a + tens * 10, "adds_instead_of_multiplying"),
        ],
        (
            "{a} times {tens} tens is {tens_in_all} tens, that is {answer}.",
            "{a} por {tens} decenas son {tens_in_all} decenas: {answer}.",
        ),
        shown={"b": tens * 10, "tens_in_all": a * tens},
    )


@family("3.NBT.A.3", 0.1, TENS, lambda p: sum([10] * p["tens"] * p["boxes"]))
def boxes_of_tens(rng: Rng) -> Draft:
    boxes, tens = pick(rng, 3, 9), pick(rng, 2, 9)
    return number(
        {"boxes": boxes, "tens": tens},
        (
            "A box holds {size} {things}. How many {things} are in {boxes} boxes?",
            "En una caja hay {size} {things}. ¿{how_many} {things} hay en {boxes} cajas?",
        ),
        int(f"{boxes * tens}0"),
        [(boxes * tens, "loses_the_zero"), (boxes + tens * 10, "adds_instead_of_multiplying")],
        ("[[{boxes} × {size} = {answer}]].", "[[{boxes} × {size} = {answer}]]."),
        shown={"size": tens * 10, **people(rng)},
    )


@family("3.NBT.A.3", 0.3, TENS, lambda p: f"{p['a']} × {p['b']} × 10")
def tens_taken_apart(rng: Rng) -> Draft:
    a, b = pick(rng, 3, 9), pick(rng, 3, 9)
    return choice(
        {"a": a, "b": b},
        ("Which is the same as [[{a} × {tens}]]?", "¿Cuál es lo mismo que [[{a} × {tens}]]?"),
        f"{a} × {b} × 10",
        [
            (f"{a} × {b}", "loses_the_zero"),
            (f"{a} × {b} × 100", "adds_a_zero_too_many"),
            (f"{a} + {b} × 10", "adds_instead_of_multiplying"),
        ],
        ("{tens} is {b} tens.", "{tens} son {b} decenas."),
        shown={"tens": b * 10},
    )
