"""Level 6: powers, expressions, equations, inequalities, two amounts that change."""

from __future__ import annotations

from math import prod

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    expression,
    family,
    number,
    pick,
    several,
    table,
)

POWERS = (
    ("How often does the base stand as a factor?", "¿Cuántas veces aparece la base como factor?"),
    ("Multiply step by step.", "Multiplica paso a paso."),
)


@family("6.EE.A.1", -0.1, POWERS, lambda p: prod([p["base"]] * p["power"]))
def value_of_a_power(rng: Rng) -> Draft:
    base, power = choose(
        rng,
        [
            (2, 3),
            (2, 4),
            (2, 5),
            (2, 6),
            (3, 3),
            (3, 4),
            (4, 3),
            (5, 3),
            (6, 3),
            (10, 3),
            (10, 4),
            (7, 2),
            (8, 2),
            (9, 2),
            (11, 2),
            (12, 2),
            (15, 2),
            (20, 2),
            (6, 2),
            (5, 2),
            (4, 2),
            (13, 2),
            (2, 7),
            (10, 5),
            (30, 2),
            (7, 3),
            (4, 4),
            (5, 4),
            (9, 3),
            (8, 3),
            (3, 5),
            (40, 2),
            (20, 3),
            (2, 8),
            (50, 2),
            (14, 2),
        ],
    )
    return number(
        {"base": base, "power": power},
        ("Find [[{base}^{power}]].", "Halla [[{base}^{power}]]."),
        base**power,
        [
            (base * power, "multiplies_base_and_exponent"),
            (base + power, "adds_base_and_exponent"),
            (power**base if power**base < 10**6 else 0, "swaps_base_and_exponent"),
            (base ** (power - 1), "one_factor_too_few"),
        ],
        ("{base} as a factor {power} times: {answer}.", "{base} como factor {power} veces: {answer}."),
    )


@family("6.EE.A.1", 0.0, POWERS, lambda p: f"{p['base']}^{len(p['factors'])}")
def product_as_a_power(rng: Rng) -> Draft:
    base, power = pick(rng, 2, 15), pick(rng, 3, 6)
    while base == power:
        power = pick(rng, 3, 6)
    return choice(
        {"base": base, "factors": (base,) * power},
        ("Which is the same as [[{product}]]?", "¿Cuál es lo mismo que [[{product}]]?"),
        f"{base}^{power}",
        [
            (f"{power}^{base}", "swaps_base_and_exponent"),
            (f"{base} × {power}", "multiplies_base_and_exponent"),
            (f"{base}^{power - 1}", "one_factor_too_few"),
        ],
        ("{base} is a factor {power} times.", "{base} es factor {power} veces."),
        shown={"product": " × ".join([str(base)] * power), "power": power},
    )


@family("6.EE.A.1", 0.4, POWERS, lambda p: p["a"] + p["b"] * prod([p["c"]] * 2))
def power_in_a_longer_expression(rng: Rng) -> Draft:
    a, b, c = pick(rng, 2, 20), pick(rng, 2, 6), pick(rng, 2, 6)
    return number(
        {"a": a, "b": b, "c": c},
        ("Find [[{a} + {b} × {c}^2]].", "Halla [[{a} + {b} × {c}^2]]."),
        a + b * c**2,
        [
            ((a + b) * c**2, "works_from_left_to_right_only"),
            (a + (b * c) ** 2, "squares_the_product"),
            (a + b * c * 2, "multiplies_base_and_exponent"),
        ],
        (
            "The power comes first, then times, then plus: {answer}.",
            "Primero la potencia, luego por, luego más: {answer}.",
        ),
    )


EXPRESSIONS = (
    ("What stays the same, and what does the letter stand for?", "¿Qué no cambia, y qué representa la letra?"),
    ("Try it with a number in place of the letter.", "Pruébalo con un número en lugar de la letra."),
)


@family("6.EE.A.2", -0.1, EXPRESSIONS, lambda p: sum([p["n"]] * p["a"]) + p["b"])
def value_for_a_letter(rng: Rng) -> Draft:
    a, b, n = pick(rng, 2, 9), pick(rng, 1, 20), pick(rng, 2, 12)
    return number(
        {"a": a, "b": b, "n": n},
        ("Find the value of [[{a}n + {b}]] for n = {n}.", "Halla el valor de [[{a}n + {b}]] para n = {n}."),
        a * n + b,
        [
            (int(f"{a}{n}") + b, "puts_the_digits_side_by_side"),
            (a + n + b, "adds_instead_of_multiplying"),
            (a * (n + b), "adds_before_multiplying"),
        ],
        ("[[{a} × {n} + {b} = {answer}]].", "[[{a} × {n} + {b} = {answer}]]."),
    )


@family("6.EE.A.2", 0.1, EXPRESSIONS, lambda p: f"n*{p['a']} {'+' if p['sign'] == 'more' else '-'} {p['b']}")
def words_to_an_expression(rng: Rng) -> Draft:
    a, b, sign = pick(rng, 2, 9), pick(rng, 2, 20), choose(rng, ["more", "less"])
    mark = {"more": "+", "less": "-"}[sign]
    words = {
        "more": ("{b} more than {a} times n", "{b} más que {a} veces n"),
        "less": ("{b} less than {a} times n", "{b} menos que {a} veces n"),
    }[sign]
    return expression(
        {"a": a, "b": b, "sign": sign},
        (f"Write as an expression: {words[0]}.", f"Escribe como expresión: {words[1]}."),
        f"{a}n {mark} {b}",
        [
            (f"{b} - {a}n", "turns_subtraction_around"),
            (f"{a}(n {mark} {b})", "multiplies_what_comes_once"),
            (f"{b}n {mark} {a}", "swaps_the_numbers"),
            (f"n + {a} {mark} {b}", "adds_instead_of_multiplying"),
        ],
        ("[[{a}n]] first, then the {b}.", "Primero [[{a}n]], luego el {b}."),
        letters="n",
    )


@family("6.EE.A.2", 0.3, EXPRESSIONS, lambda p: [p["a"] * x * x + p["b"] for x in p["row"]])
def table_of_values(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 5), pick(rng, 1, 9)
    row = tuple(sorted(int(each) for each in rng.permutation(6)[:3] + 1))
    return table(
        {"a": a, "b": b, "row": row},
        ("Fill in the values of [[{a}x^2 + {b}]].", "Completa los valores de [[{a}x^2 + {b}]]."),
        [a * x**2 + b for x in row],
        [[((a * x) ** 2 + b, "squares_the_product"), (a * x * 2 + b, "multiplies_base_and_exponent")] for x in row],
        ("Square x first, then multiply by {a}.", "Primero eleva x al cuadrado, luego multiplica por {a}."),
        headings=[("x", "x"), ("value", "valor")],
        rows=[(x, None) for x in row],
    )


SAME = (
    ("Multiply every term in the parentheses.", "Multiplica cada término del paréntesis."),
    ("Put together only terms with the same letter.", "Junta solo términos con la misma letra."),
)


@family("6.EE.A.3", 0.0, SAME, lambda p: f"{p['a']}({p['b']}x + {p['c']})")
def expand_a_product(rng: Rng) -> Draft:
    a, b, c = pick(rng, 2, 9), pick(rng, 1, 6), pick(rng, 1, 9)
    inner = "x" if b == 1 else f"{b}x"
    return expression(
        {"a": a, "b": b, "c": c},
        ("Write [[{a}({inner} + {c})]] without parentheses.", "Escribe [[{a}({inner} + {c})]] sin paréntesis."),
        f"{a * b}x + {a * c}",
        [
            (f"{a * b}x + {c}", "multiplies_only_one_part"),
            (f"{a + b}x + {a + c}", "adds_instead_of_multiplying"),
            (f"{a * b + a * c}x", "joins_unlike_terms"),
        ],
        ("{a} times each: [[{first}x + {second}]].", "{a} por cada uno: [[{first}x + {second}]]."),
        shown={"inner": inner, "first": a * b, "second": a * c},
        letters="x",
        form="expanded",
    )


@family("6.EE.A.3", 0.3, SAME, lambda p: f"{p['g'] * p['b']}x + {p['g'] * p['c']}")
def factor_a_sum(rng: Rng) -> Draft:
    g, b, c = pick(rng, 2, 9), choose(rng, [1, 2, 3, 5]), choose(rng, [1, 4, 7, 9, 11])
    inner = "x" if b == 1 else f"{b}x"
    return expression(
        {"g": g, "b": b, "c": c},
        ("Write [[{first}x + {second}]] as a product.", "Escribe [[{first}x + {second}]] como producto."),
        f"{g}({inner} + {c})",
        [(f"{g}({inner} + {g * c})", "divides_only_one_part"), (f"{g * b + g * c}x", "joins_unlike_terms")],
        ("{g} divides both: [[{g}({inner} + {c})]].", "{g} divide a los dos: [[{g}({inner} + {c})]]."),
        shown={"inner": inner, "first": g * b, "second": g * c},
        letters="x",
        form="factored",
    )


@family("6.EE.A.3", 0.1, SAME, lambda p: f"{p['a']}y - {p['c']} + {p['b']}y + {p['d']}")
def join_like_terms(rng: Rng) -> Draft:
    a, b, c = pick(rng, 2, 9), pick(rng, 2, 9), pick(rng, 1, 9)
    d = c + pick(rng, 1, 9)
    return expression(
        {"a": a, "b": b, "c": c, "d": d},
        (
            "Make it as short as you can: [[{a}y + {d} + {b}y - {c}]].",
            "Escríbelo lo más corto posible: [[{a}y + {d} + {b}y - {c}]].",
        ),
        f"{a + b}y + {d - c}",
        [
            (f"{a + b + d - c}y", "joins_unlike_terms"),
            (f"{a * b}y + {d - c}", "multiplies_instead_of_adding"),
            (f"{a + b}y + {d + c}", "ignores_the_sign"),
        ],
        ("Terms with y: {sum}. Numbers: {rest}.", "Términos con y: {sum}. Números: {rest}."),
        shown={"sum": a + b, "rest": d - c},
        letters="y",
        form="expanded",
    )


ALWAYS = (
    ("Try two different numbers for the letter.", "Prueba dos números distintos en la letra."),
    ("One number that fits is not enough.", "Un solo número que cumple no basta."),
)


@family(
    "6.EE.A.4",
    0.0,
    ALWAYS,
    lambda p: [text for text, a, b in p["options"] if (a, b) == (p["a"] * p["n"], p["a"] * p["m"])],
)
def expressions_always_equal(rng: Rng) -> Draft:
    a, n, m = pick(rng, 2, 6), pick(rng, 2, 5), pick(rng, 1, 7)
    options = (
        (f"{a * n}x + {a * m}", a * n, a * m),
        (f"{a * m} + {a * n}x", a * n, a * m),
        (f"{a * n}x + {m}", a * n, m),
        (f"{a + n}x + {a + m}", a + n, a + m),
    )
    return several(
        {"a": a, "n": n, "m": m, "options": options if options[3][1:] != options[0][1:] else options[:3]},
        (
            "Which are always worth the same as [[{a}({n}x + {m})]]?",
            "¿Cuáles valen siempre lo mismo que [[{a}({n}x + {m})]]?",
        ),
        [options[0][0], options[1][0]],
        [
            (options[2][0], "multiplies_only_one_part"),
            *([(options[3][0], "adds_instead_of_multiplying")] if options[3][1:] != options[0][1:] else []),
        ],
        ("Multiply both terms by {a}.", "Multiplica los dos términos por {a}."),
    )


@family("6.EE.A.4", 0.2, ALWAYS, lambda p: next(x for x in range(200) if p["a"] * x + p["b"] == p["c"] * x))
def number_for_which_equal(rng: Rng) -> Draft:
    a, gap, x = pick(rng, 2, 6), pick(rng, 1, 5), pick(rng, 2, 12)
    b, c = gap * x, a + gap
    return number(
        {"a": a, "b": b, "c": c},
        (
            "[[{a}x + {b}]] and [[{c}x]] are not always equal. For which x are they?",
            "[[{a}x + {b}]] y [[{c}x]] no siempre son iguales. ¿Para qué x lo son?",
        ),
        x,
        [(b, "stops_after_one_step"), (b + x, "counts_on_by_ones"), (x + 1, "one_step_too_many")],
        ("For x = {answer} both are {value}.", "Para x = {answer} los dos valen {value}."),
        shown={"value": c * x},
        before="x =",
    )


def _how_often(a: int, b: int, c: int, d: int) -> str:
    hits = [a * x + b * x == c * x + d for x in range(-20, 21)]
    return "always" if all(hits) else "sometimes" if any(hits) else "never"


@family("6.EE.A.4", 0.4, ALWAYS, lambda p: _how_often(**p))
def always_sometimes_never(rng: Rng) -> Draft:
    kind, a, b = choose(rng, ["always", "never", "sometimes"]), pick(rng, 2, 9), pick(rng, 2, 9)
    c, d = {"always": (a + b, 0), "never": (a + b, pick(rng, 1, 9)), "sometimes": (a + b + 1, 0)}[kind]
    labels = {"always": ("always", "siempre"), "sometimes": ("sometimes", "a veces"), "never": ("never", "nunca")}
    right_side = f"{c}x + {d}" if d else f"{c}x"
    return choice(
        {"a": a, "b": b, "c": c, "d": d},
        ("[[{a}x + {b}x]] and [[{side}]]: when are they equal?", "[[{a}x + {b}x]] y [[{side}]]: ¿cuándo son iguales?"),
        labels[kind],
        [(words, "tries_only_one_number") for name, words in labels.items() if name != kind],
        ("The first is [[{sum}x]].", "La primera es [[{sum}x]]."),
        shown={"side": right_side, "sum": a + b},
    )
