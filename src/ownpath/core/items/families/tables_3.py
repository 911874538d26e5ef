"""Level 3: tables, tricks, two-step stories, patterns, rounding and big sums."""

from __future__ import annotations

import itertools

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
    several,
    table,
)

TRICKS = (
    (
        "A product stays the same when its numbers trade places.",
        "Un producto no cambia si los números cambian de lugar.",
    ),
    (
        "You may cut one number into two parts and multiply each part.",
        "Puedes partir un número en dos y multiplicar cada parte.",
    ),
)


@family("3.OA.B.5", -0.2, TRICKS, lambda p: sum([p["a"] + p["b"]] * p["n"]))
def product_in_two_parts(rng: Rng) -> Draft:
    n, a, b = pick(rng, 3, 9), 10 if rng.integers(2) else 5, pick(rng, 1, 5)
    return number(
        {"n": n, "a": a, "b": b},
        (
            "{who} finds [[{n} × {whole}]] as [[{n} × {a} + {n} × {b}]]. What is it?",
            "{who} halla [[{n} × {whole}]] como [[{n} × {a} + {n} × {b}]]. ¿Cuánto es?",
        ),
        n * a + n * b,
        [(n * a + b, "multiplies_only_one_part"), (n * a, "stops_after_one_step")],
        ("{first} and {second} make {answer}.", "{first} y {second} son {answer}."),
        shown={"whole": a + b, "first": n * a, "second": n * b, **people(rng)},
    )


@family(
    "3.OA.B.5", 0.0, TRICKS, lambda p: {f"{p['b']} × {p['a']}", f"{p['a']} × {p['x']} + {p['a']} × {p['b'] - p['x']}"}
)
def same_product(rng: Rng) -> Draft:
    a, b = pick(rng, 3, 9), pick(rng, 5, 9)
    b = b if b != a else b + 1
    x = pick(rng, 2, b - 2)
    return several(
        {"a": a, "b": b, "x": x},
        (
            "Which are worth the same as [[{a} × {b}]]? Choose all.",
            "¿Cuáles valen lo mismo que [[{a} × {b}]]? Elige todas.",
        ),
        [f"{b} × {a}", f"{a} × {x} + {a} × {b - x}"],
        [
            (f"{a} × {x} + {b - x}", "multiplies_only_one_part"),
            (f"{a} + {b}", "adds_instead_of_multiplying"),
            (f"{a} × {x} × {b - x}", "multiplies_the_parts_of_a_sum"),
        ],
        ("Trade places, or multiply both parts by {a}.", "Cambia el orden, o multiplica las dos partes por {a}."),
    )


@family("3.OA.B.5", 0.3, TRICKS, lambda p: p["a"] * (p["b"] * p["c"]))
def three_numbers_grouped(rng: Rng) -> Draft:
    a, b, c = pick(rng, 3, 9), choose(rng, [2, 5]), choose(rng, [2, 3, 4])
    return number(
        {"a": a, "b": b, "c": c},
        ("Find [[{a} × {b} × {c}]]. Pick the easy pair first.", "Halla [[{a} × {b} × {c}]]. Empieza por el par fácil."),
        a * b * c,
        [
            (a * b + c, "adds_instead_of_multiplying"),
            (a * b, "stops_after_one_step"),
            (a + b + c, "adds_instead_of_multiplying"),
        ],
        (
            "[[{b} × {c} = {pair}]], and [[{a} × {pair} = {answer}]].",
            "[[{b} × {c} = {pair}]], y [[{a} × {pair} = {answer}]].",
        ),
        shown={"pair": b * c},
    )


TABLES = (
    ("Which fact near this one do you know by heart?", "¿Qué cuenta parecida te sabes de memoria?"),
    ("Go from that fact by one more or one less group.", "Desde ahí, suma o quita un grupo."),
)


@family("3.OA.C.7", -0.4, TABLES, lambda p: sum(p["b"] for _ in range(p["a"])))
def times_fact(rng: Rng) -> Draft:
    a, b = pick(rng, 3, 9), pick(rng, 3, 9)
    return number(
        {"a": a, "b": b},
        ("Find [[{a} × {b}]].", "Halla [[{a} × {b}]]."),
        a * b,
        [(a * (b - 1), "one_group_off"), (a * (b + 1), "one_group_off"), (a + b, "adds_instead_of_multiplying")],
        ("[[{a} × {b} = {answer}]].", "[[{a} × {b} = {answer}]]."),
    )


@family("3.OA.C.7", -0.1, TABLES, lambda p: len(range(p["b"], p["total"] + 1, p["b"])))
def division_fact(rng: Rng) -> Draft:
    a, b = pick(rng, 3, 10), pick(rng, 3, 9)
    return number(
        {"total": a * b, "b": b},
        ("Find [[{total} ÷ {b}]].", "Halla [[{total} ÷ {b}]]."),
        a,
        [(a - 1, "one_group_off"), (a + 1, "one_group_off"), (a * b - b, "subtracts_instead_of_dividing")],
        ("[[{answer} × {b} = {total}]].", "[[{answer} × {b} = {total}]]."),
    )


@family("3.OA.C.7", 0.4, TABLES, lambda p: [sum([x] * p["n"]) for x in p["row"]])
def row_of_a_table(rng: Rng) -> Draft:
    n = pick(rng, 3, 9)
    row = tuple(sorted(int(each) for each in rng.permutation(8)[:3] + 2))
    return table(
        {"n": n, "row": row},
        ("Fill in the {n} times table.", "Completa la tabla del {n}."),
        [n * each for each in row],
        [[(n * (each - 1), "one_group_off"), (n + each, "adds_instead_of_multiplying")] for each in row],
        ("Each number is multiplied by {n}.", "Cada número se multiplica por {n}."),
        headings=[("number", "número"), (f"times {n}", f"por {n}")],
        rows=[(each, None) for each in row],
    )


STEPS = (
    ("What do you find out first? What comes after?", "¿Qué hallas primero? ¿Qué viene después?"),
    ("Write each step as its own small number sentence.", "Escribe cada paso como una cuenta aparte."),
)


@family("3.OA.D.8", 0.1, STEPS, lambda p: p["money"] - sum([p["price"]] * p["n"]))
def money_left(rng: Rng) -> Draft:
    n, price = pick(rng, 2, 6), pick(rng, 3, 9)
    money = n * price + pick(rng, 3, 30)
    return number(
        {"n": n, "price": price, "money": money},
        (
            "{who} has {money} dollars and buys {n} toys for {price} dollars each. How many dollars are left?",
            "{who} tiene {money} dólares y compra {n} juguetes de {price} dólares cada uno. ¿Cuántos dólares le "
            "quedan?",
        ),
        money - n * price,
        [
            (n * price, "stops_after_one_step"),
            (money - price, "uses_only_one_of_several"),
            (money - n - price, "adds_instead_of_multiplying"),
        ],
        (
            "The toys cost {cost}. [[{money} - {cost} = {answer}]].",
            "Los juguetes cuestan {cost}. [[{money} - {cost} = {answer}]].",
        ),
        shown={"cost": n * price, **people(rng)},
        unit="$",
    )


@family("3.OA.D.8", 0.3, STEPS, lambda p: next(n for n in range(200) if n * p["n"] == p["a"] + p["b"]))
def join_then_share(rng: Rng) -> Draft:
    n, each = pick(rng, 2, 8), pick(rng, 3, 9)
    a = pick(rng, 2, n * each - 2)
    b = n * each - a
    return number(
        {"n": n, "a": a, "b": b},
        (
            "{who} has {a} {things} and {other} has {b}. They put them into {n} equal bags. How many are in each bag?",
            "{who} tiene {a} {things} y {other} tiene {b}. Ponen todo en {n} bolsas iguales. ¿{how_many} hay en "
            "cada bolsa?",
        ),
        each,
        [(a + b, "stops_after_one_step"), (a + b - n, "subtracts_instead_of_dividing")],
        (
            "[[{a} + {b} = {total}]], and [[{total} ÷ {n} = {answer}]].",
            "[[{a} + {b} = {total}]], y [[{total} ÷ {n} = {answer}]].",
        ),
        shown={"total": n * each, **people(rng)},
    )


@family("3.OA.D.8", 0.6, STEPS, lambda p: f"({p['n']} * p) + ({p['more']})")
def letter_for_a_story(rng: Rng) -> Draft:
    n, more = pick(rng, 3, 9), pick(rng, 2, 20)
    return expression(
        {"n": n, "more": more},
        (
            "One pen costs p dollars. {who} buys {n} pens and a bag for {more} dollars. Write what {who} pays.",
            "Un lápiz cuesta p dólares. {who} compra {n} lápices y una bolsa de {more} dólares. Escribe cuánto paga.",
        ),
        f"{n}p + {more}",
        [
            (f"p + {n} + {more}", "adds_instead_of_multiplying"),
            (f"{n}(p + {more})", "multiplies_what_comes_once"),
            (f"{n + more}p", "joins_unlike_terms"),
        ],
        ("{n} pens cost [[{n}p]]; the bag adds {more}.", "{n} lápices cuestan [[{n}p]]; la bolsa suma {more}."),
        letters="p",
        shown=people(rng),
    )


PATTERN = (
    ("Look at how you get from one number to the next.", "Mira cómo se pasa de un número al siguiente."),
    ("Is the jump always the same? Then go on with it.", "¿El salto es siempre igual? Entonces sigue con él."),
)


@family("3.OA.D.9", -0.2, PATTERN, lambda p: list(range(p["start"], 10**3, p["step"]))[3:5])
def next_in_a_pattern(rng: Rng) -> Draft:
    start, step = pick(rng, 1, 20), pick(rng, 3, 12)
    row = [start + step * place for place in range(5)]
    return table(
        {"start": start, "step": step},
        (
            "The numbers go on by a rule. Fill in the next two.",
            "Los números siguen una regla. Completa los dos siguientes.",
        ),
        row[3:],
        [[(row[2] + 1, "counts_on_by_ones")], [(row[3] + 1, "counts_on_by_ones"), (row[3], "one_group_off")]],
        ("Each number is {step} more than the one before.", "Cada número es {step} más que el anterior."),
        headings=[("place", "lugar"), ("number", "número")],
        rows=[(place + 1, row[place] if place < 3 else None) for place in range(5)],
    )


@family("3.OA.D.9", 0.2, PATTERN, lambda p: "always even" if (p["n"] * 3) % 2 == 0 else "even and odd by turns")
def even_or_odd_products(rng: Rng) -> Draft:
    n, start = pick(rng, 2, 12), pick(rng, 1, 9)
    even, mixed = ("always even", "siempre pares"), ("even and odd by turns", "pares e impares por turnos")
    return choice(
        {"n": n, "start": start},
        (
            "Count in jumps of {n}: {a}, {b}, {c}, and so on. What are these numbers?",
            "Cuenta a saltos de {n}: {a}, {b}, {c}, y así sigue. ¿Cómo son estos números?",
        ),
        even if n % 2 == 0 else mixed,
        [
            (mixed if n % 2 == 0 else even, "mixes_up_even_and_odd"),
            (("always odd", "siempre impares"), "mixes_up_even_and_odd"),
        ],
        ("Look at the last digit of each.", "Mira la última cifra de cada uno."),
        shown={"a": n * start, "b": n * (start + 1), "c": n * (start + 2)},
    )


def _breaks_the_row(row: tuple[int, ...]) -> str:
    """Find the number that must change so that all jumps are alike."""
    for place, number_there in enumerate(row):
        others = [(turn, each) for turn, each in enumerate(row) if turn != place]
        steps = {(b - a) / (j - i) for (i, a), (j, b) in itertools.pairwise(others)}
        if len(steps) == 1:
            return str(number_there)
    raise ValueError("no single number breaks the row")


@family("3.OA.D.9", 0.4, PATTERN, lambda p: _breaks_the_row(p["row"]))
def number_that_does_not_fit(rng: Rng) -> Draft:
    n, start = pick(rng, 3, 9), pick(rng, 2, 8)
    row = [n * (start + place) for place in range(5)]
    place = pick(rng, 1, 3)
    shift = choose(rng, [-1, 1, 2])
    row[place] += shift if shift % n else 1
    return choice(
        {"row": tuple(row)},
        (
            "In this row of jumps one number is wrong: {list}. Which one?",
            "En esta fila de saltos un número está mal: {list}. ¿Cuál?",
        ),
        str(row[place]),
        [(str(each), "sees_no_constant_step") for turn, each in enumerate(row) if turn != place],
        ("The jumps are {n} each, and {odd} breaks them.", "Los saltos son de {n}, y {odd} los rompe."),
        shown={"n": n, "odd": row[place], "list": ", ".join(map(str, row))},
    )
