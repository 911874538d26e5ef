"""Level 4: large numbers, times as many, factors, patterns, multiplying and dividing."""

from __future__ import annotations

from math import gcd

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    family,
    number,
    people,
    pick,
    several,
    table,
)

AS_MANY = (
    ("Draw a short bar, and lay it down again and again.", "Dibuja una barra corta y repítela una y otra vez."),
    ("Times as many means multiply, not add.", "Tantas veces más quiere decir multiplicar, no sumar."),
)


@family("4.OA.A.1", -0.2, AS_MANY, lambda p: f"{p['times'] * p['n']} = {p['times']} × {p['n']}")
def sentence_as_an_equation(rng: Rng) -> Draft:
    times, n = pick(rng, 3, 9), pick(rng, 3, 12)
    whole = times * n
    return choice(
        {"times": times, "n": n},
        ("Which says: {whole} is {times} times as many as {n}?", "¿Cuál dice: {whole} es {times} veces {n}?"),
        f"{whole} = {times} × {n}",
        [
            (f"{whole} = {times} + {n}", "adds_instead_of_multiplying"),
            (f"{n} = {times} × {whole}", "turns_comparison_around"),
            (f"{whole} = {n} - {times}", "subtracts_instead_of_dividing"),
        ],
        ("[[{times} × {n}]] is worth {whole}.", "[[{times} × {n}]] vale {whole}."),
        shown={"whole": whole},
    )


@family("4.OA.A.1", 0.0, AS_MANY, lambda p: sum([p["n"]] * p["times"]))
def number_times_as_large(rng: Rng) -> Draft:
    times, n = pick(rng, 3, 9), pick(rng, 4, 15)
    return number(
        {"times": times, "n": n},
        ("Which number is {times} times as large as {n}?", "¿Qué número es {times} veces {n}?"),
        times * n,
        [(times + n, "adds_instead_of_multiplying"), (n * (times + 1), "one_group_off")],
        ("[[{times} × {n} = {answer}]].", "[[{times} × {n} = {answer}]]."),
    )


@family("4.OA.A.1", 0.3, AS_MANY, lambda p: next(k for k in range(1, 50) if k * p["n"] == p["whole"]))
def how_many_times_as_large(rng: Rng) -> Draft:
    times, n = pick(rng, 3, 12), pick(rng, 3, 9)
    return number(
        {"whole": times * n, "n": n},
        ("{whole} is how many times as large as {n}?", "¿Cuántas veces {n} es {whole}?"),
        times,
        [(times * n - n, "subtracts_instead_of_dividing"), (times - 1, "one_group_off")],
        ("[[{n} × {answer} = {whole}]].", "[[{n} × {answer} = {whole}]]."),
    )


@family("4.OA.A.2", 0.0, AS_MANY, lambda p: sum([p["low"]] * p["times"]))
def times_as_tall(rng: Rng) -> Draft:
    times, low = pick(rng, 3, 9), pick(rng, 4, 20)
    return number(
        {"times": times, "low": low},
        (
            "A bush is {low} feet tall. A tree is {times} times as tall. How tall is the tree?",
            "Un arbusto mide {low} pies. Un árbol mide {times} veces eso. ¿Cuánto mide el árbol?",
        ),
        times * low,
        [(times + low, "takes_times_as_for_more_than"), (low * (times + 1), "one_group_off")],
        ("[[{times} × {low} = {answer}]] feet.", "[[{times} × {low} = {answer}]] pies."),
        unit="ft",
    )


@family("4.OA.A.2", 0.3, AS_MANY, lambda p: p["whole"] // p["times"])
def the_smaller_amount(rng: Rng) -> Draft:
    times, low = pick(rng, 3, 8), pick(rng, 4, 15)
    whole = next(n for n in range(low, 1000) if n == low * times)
    return number(
        {"times": times, "whole": whole},
        (
            "{who} has {whole} {things}. That is {times} times as many as {other} has. How many does {other} have?",
            "{who} tiene {whole} {things}. Eso es {times} veces lo que tiene {other}. ¿{how_many} tiene {other}?",
        ),
        low,
        [(whole * times, "turns_comparison_around"), (whole - times, "takes_times_as_for_more_than")],
        ("[[{whole} ÷ {times} = {answer}]].", "[[{whole} ÷ {times} = {answer}]]."),
        shown=people(rng),
    )


@family("4.OA.A.2", 0.5, AS_MANY, lambda p: sum([p["n"]] * p["k"]) if p["kind"] == "times" else p["n"] + p["k"])
def times_or_more(rng: Rng) -> Draft:
    kind, n, k = choose(rng, ["times", "more"]), pick(rng, 5, 20), pick(rng, 3, 9)
    times, more = k * n, k + n
    text = {
        "times": ("{other} has {k} times as many.", "{other} tiene {k} veces esa cantidad."),
        "more": ("{other} has {k} more.", "{other} tiene {k} más."),
    }[kind]
    return number(
        {"kind": kind, "n": n, "k": k},
        (
            f"{{who}} has {{n}} {{things}}. {text[0]} How many does {{other}} have?",
            f"{{who}} tiene {{n}} {{things}}. {text[1]} ¿Cuántas piezas tiene {{other}}?",
        ),
        times if kind == "times" else more,
        [(more, "takes_times_as_for_more_than") if kind == "times" else (times, "takes_more_than_for_times_as")],
        ("{other} has {answer}.", "{other} tiene {answer}."),
        shown=people(rng),
    )


REST = (
    ("Find what one step gives, then use it in the next.", "Halla lo que da un paso y úsalo en el siguiente."),
    (
        "What does the remainder mean here: drop it, count it, or go up?",
        "¿Qué significa aquí el resto: se deja, se cuenta o se sube?",
    ),
)


@family("4.OA.A.3", 0.2, REST, lambda p: -(-p["people"] // p["seats"]))
def buses_needed(rng: Rng) -> Draft:
    seats, full = pick(rng, 4, 9), pick(rng, 4, 15)
    rest = pick(rng, 2, seats - 1)
    return number(
        {"people": full * seats + rest, "seats": seats},
        (
            "{people} people go by boat. Each boat holds {seats}. How many boats are needed so that all can go?",
            "{people} personas van en bote. En cada bote caben {seats}. ¿Cuántos botes hacen falta para que vayan "
            "todas?",
        ),
        full + 1,
        [(full, "drops_the_remainder"), (rest, "gives_the_remainder")],
        (
            "{full} boats are full and {rest} people still wait, so one more: {answer}.",
            "{full} botes van llenos y quedan {rest} personas: uno más, {answer}.",
        ),
        shown={"full": full, "rest": rest},
    )


@family("4.OA.A.3", 0.2, REST, lambda p: next(k for k in range(p["size"]) if (p["total"] - k) % p["size"] == 0))
def what_is_left_over(rng: Rng) -> Draft:
    size, full = pick(rng, 3, 9), pick(rng, 5, 15)
    rest = pick(rng, 1, size - 1)
    return number(
        {"total": full * size + rest, "size": size},
        (
            "{who} packs {total} {things} into full boxes of {size}. How many are left over?",
            "{who} empaca {total} {things} en cajas llenas de {size}. ¿{how_many} sobran?",
        ),
        rest,
        [(full, "gives_the_quotient"), (size - rest, "gives_what_is_missing")],
        (
            "[[{full} × {size} = {packed}]], and {answer} are left.",
            "[[{full} × {size} = {packed}]], y sobran {answer}.",
        ),
        shown={"full": full, "packed": full * size, **people(rng)},
    )


@family("4.OA.A.3", 0.6, REST, lambda p: p["a"] * p["b"] + p["c"] * p["d"])
def two_kinds_of_tickets(rng: Rng) -> Draft:
    a, b, c, d = pick(rng, 2, 6), pick(rng, 6, 12), pick(rng, 2, 8), pick(rng, 3, 5)
    return number(
        {"a": a, "b": b, "c": c, "d": d},
        (
            "Tickets cost {b} dollars for grown-ups and {d} for children. How much do {a} grown-ups and {c} "
            "children pay?",
            "Los boletos cuestan {b} dólares para adultos y {d} para niños. ¿Cuánto pagan {a} adultos y {c} niños?",
        ),
        sum([b] * a) + sum([d] * c),
        [
            (a * b, "stops_after_one_step"),
            ((a + c) * (b + d), "multiplies_the_sums"),
            (a * d + c * b, "swaps_the_two_kinds"),
        ],
        ("[[{a} × {b} + {c} × {d} = {answer}]].", "[[{a} × {b} + {c} × {d} = {answer}]]."),
        unit="$",
    )


FACTORS = (
    (
        "Try one number after the other: does it divide without a rest?",
        "Prueba un número tras otro: ¿divide sin resto?",
    ),
    (
        "Each factor has a partner. Stop when the partners meet.",
        "Cada factor tiene su pareja. Para cuando se encuentren.",
    ),
)


@family("4.OA.B.4", 0.0, FACTORS, lambda p: [str(f) for f in p["options"] if gcd(f, p["n"]) == f])
def all_factors_among(rng: Rng) -> Draft:
    n = choose(rng, [12, 16, 18, 20, 24, 28, 30, 32, 36, 40, 42, 45, 48, 54, 56, 60, 63, 72, 80, 84, 90, 96])
    factors = [k for k in range(2, n // 2 + 1) if n % k == 0]
    others = [k for k in range(2, n // 2 + 1) if n % k]
    right = sorted({choose(rng, factors), choose(rng, factors)})
    wrong = sorted({choose(rng, others), choose(rng, others), choose(rng, others)})
    wrong = wrong if len(wrong) > 1 else [*wrong, n * 2]
    return several(
        {"n": n, "options": (*right, *wrong)},
        ("Choose all numbers that are factors of {n}.", "Elige todos los números que son factores de {n}."),
        [str(each) for each in right],
        [(str(each), "mixes_up_factor_and_multiple" if each > n else "misses_a_remainder") for each in wrong],
        ("A factor divides {n} and leaves no rest.", "Un factor divide {n} y no deja resto."),
    )


@family(
    "4.OA.B.4",
    0.3,
    FACTORS,
    lambda p: next(str(n) for n in p["options"] if len([k for k in range(1, n + 1) if n % k == 0]) == 2),
)
def which_is_prime(rng: Rng) -> Draft:
    prime = choose(rng, [11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97])
    odd = [
        int(each) for each in rng.permutation([9, 15, 21, 27, 33, 39, 49, 51, 57, 63, 69, 77, 81, 87, 91, 93, 99])[:2]
    ]
    even = 2 * pick(rng, 4, 45)
    return choice(
        {"options": (prime, *odd, even)},
        ("Which of these numbers is prime?", "¿Cuál de estos números es primo?"),
        str(prime),
        [
            (str(odd[0]), "takes_odd_for_prime"),
            (str(odd[1]), "takes_odd_for_prime"),
            (str(even), "does_not_know_prime"),
        ],
        ("Only 1 and {prime} divide {prime}.", "Solo 1 y {prime} dividen {prime}."),
        shown={"prime": prime},
    )


@family("4.OA.B.4", 0.5, FACTORS, lambda p: sum(1 for k in range(1, p["n"] + 1) if p["n"] % k == 0) // 2)
def how_many_rectangles(rng: Rng) -> Draft:
    n = choose(rng, [n for n in range(6, 101) if round(n**0.5) ** 2 != n])
    pairs = [(k, n // k) for k in range(1, n) if n % k == 0 and k < n // k]
    return number(
        {"n": n},
        (
            "{who} lays {n} square tiles into one rectangle. How many different shapes of rectangle are there?",
            "{who} pone {n} baldosas cuadradas en un rectángulo. ¿Cuántas formas distintas de rectángulo hay?",
        ),
        len(pairs),
        [(2 * len(pairs), "counts_each_pair_twice"), (len(pairs) - 1, "forgets_one_and_itself")],
        ("The factor pairs: {list}.", "Las parejas de factores: {list}."),
        shown={"list": "; ".join(f"{a} × {b}" for a, b in pairs), **people(rng)},
    )


RULE = (
    ("Use the rule on the last number you have.", "Usa la regla con el último número que tienes."),
    ("Do it once for each place.", "Hazlo una vez por cada lugar."),
)


def _follow(start: int, times: int, more: int, steps: int) -> int:
    for _ in range(steps):
        start = start * times + more
    return start


@family("4.OA.C.5", -0.1, RULE, lambda p: _follow(p["start"], 1, p["more"], 4))
def fifth_number_by_adding(rng: Rng) -> Draft:
    start, more = pick(rng, 2, 30), pick(rng, 4, 15)
    return number(
        {"start": start, "more": more},
        (
            "A pattern starts at {start}. The rule is: add {more}. What is the number in place 5?",
            "Un patrón empieza en {start}. La regla es: suma {more}. ¿Qué número está en el lugar 5?",
        ),
        start + 4 * more,
        [
            (start + 5 * more, "one_step_too_many"),
            (start + more, "stops_after_one_step"),
            (5 * more, "forgets_the_start"),
        ],
        ("Add {more} four times to {start}: {answer}.", "Suma {more} cuatro veces a {start}: {answer}."),
    )


@family("4.OA.C.5", 0.3, RULE, lambda p: [_follow(p["start"], p["times"], 0, k) for k in (2, 3)])
def table_by_multiplying(rng: Rng) -> Draft:
    start, times = pick(rng, 2, 12), pick(rng, 2, 4)
    row = [start, start * times, start * times**2, start * times**3]
    return table(
        {"start": start, "times": times},
        ("The rule is: times {times}. Fill in what is missing.", "La regla es: por {times}. Completa lo que falta."),
        row[2:],
        [
            [(row[1] + times, "adds_instead_of_multiplying"), (2 * row[1] - row[0], "adds_instead_of_multiplying")],
            [(row[2] + times, "adds_instead_of_multiplying")],
        ],
        ("Multiply each number by {times}.", "Multiplica cada número por {times}."),
        headings=[("place", "lugar"), ("number", "número")],
        rows=[(1, row[0]), (2, row[1]), (3, None), (4, None)],
    )


@family("4.OA.C.5", 0.5, RULE, lambda p: p["first"] + sum(p["more"] for _ in range(p["place"] - 1)))
def tiles_in_a_picture(rng: Rng) -> Draft:
    first, more, place = pick(rng, 3, 9), pick(rng, 2, 6), pick(rng, 6, 10)
    return number(
        {"first": first, "more": more, "place": place},
        (
            "Picture 1 has {first} tiles. Each next picture has {more} more. How many tiles has picture {place}?",
            "El dibujo 1 tiene {first} fichas. Cada dibujo siguiente tiene {more} más. ¿Cuántas fichas tiene el "
            "dibujo {place}?",
        ),
        first + more * (place - 1),
        [
            (first + more * place, "one_step_too_many"),
            (first * place, "multiplies_what_comes_once"),
            (more * place, "forgets_the_start"),
        ],
        ("There are {steps} steps of {more} after the first.", "Hay {steps} pasos de {more} después del primero."),
        shown={"steps": place - 1},
    )


_COMPARE = {
    "times": ("{k} times as many as {n}", "{k} veces {n}"),
    "more": ("{k} more than {n}", "{k} más que {n}"),
    "fewer": ("{k} fewer than {n}", "{k} menos que {n}"),
}


@family(
    "4.OA.A.2",
    0.1,
    AS_MANY,
    lambda p: {"times": f"{p['n']} × {p['k']}", "more": f"{p['n']} + {p['k']}", "fewer": f"{p['n']} - {p['k']}"}[
        p["kind"]
    ],
)
def sum_for_a_comparison(rng: Rng) -> Draft:
    kind, n, k = choose(rng, ["times", "more", "fewer"]), pick(rng, 10, 30), pick(rng, 2, 9)
    signs = {"times": "×", "more": "+", "fewer": "-"}
    slips = {
        "times": "takes_times_as_for_more_than",
        "more": "takes_more_than_for_times_as",
        "fewer": "adds_or_subtracts_the_wrong_way",
    }
    words = _COMPARE[kind]
    return choice(
        {"kind": kind, "n": n, "k": k},
        (f"Choose what gives: {words[0]}.", f"Elige lo que da: {words[1]}."),
        f"{n} {signs[kind]} {k}",
        [
            *((f"{n} {sign} {k}", slips[kind]) for name, sign in signs.items() if name != kind),
            (f"{n} ÷ {k}", "turns_comparison_around"),
        ],
        ("Times as many: multiply. More: add. Fewer: take away.", "Veces: multiplica. Más: suma. Menos: resta."),
    )


@family(
    "4.OA.A.3",
    0.4,
    REST,
    lambda p: {
        "full": str(p["total"] // p["size"]),
        "all": str(-(-p["total"] // p["size"])),
        "rest": str(p["total"] % p["size"]),
    }[p["ask"]],
)
def meaning_of_a_remainder(rng: Rng) -> Draft:
    ask, size, full = choose(rng, ["full", "all", "rest"]), pick(rng, 4, 9), pick(rng, 10, 20)
    rest = pick(rng, 1, size - 1)
    total = size * full + rest
    asked = {
        "full": ("How many boxes are full?", "¿Cuántas cajas quedan llenas?"),
        "all": ("How many boxes hold all of them?", "¿Cuántas cajas hacen falta para todas?"),
        "rest": ("How many lie in the box that is not full?", "¿Cuántas hay en la caja que no se llena?"),
    }[ask]
    answers = {"full": full, "all": full + 1, "rest": rest}
    slips = {"full": "drops_the_remainder", "all": "rounds_the_quotient_up", "rest": "gives_the_remainder"}
    return choice(
        {"ask": ask, "total": total, "size": size},
        (
            f"[[{{total}} ÷ {{size}}]] is {{full}} with {{rest}} left. A box holds {{size}} of {{total}} shells. "
            f"{asked[0]}",
            f"[[{{total}} ÷ {{size}}]] es {{full}} y sobran {{rest}}. En una caja caben {{size}} de {{total}} "
            f"conchas. {asked[1]}",
        ),
        str(answers[ask]),
        [(str(value), slips[name]) for name, value in answers.items() if name != ask],
        ("Think of the boxes on the table.", "Piensa en las cajas sobre la mesa."),
        shown={"full": full, "rest": rest},
    )
