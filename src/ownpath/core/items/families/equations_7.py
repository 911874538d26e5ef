"""Level 7: expressions with fractions and signs, long problems, two-step equations and inequalities."""

from __future__ import annotations

from fractions import Fraction

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choice,
    choose,
    expression,
    family,
    number,
    on_line,
    people,
    pick,
    table,
)

TERMS = (
    ("Multiply every term in the parentheses, with its sign.", "Multiplica cada término del paréntesis, con su signo."),
    ("Put terms with x together, and numbers together.", "Junta los términos con x, y los números."),
)


def term(k: int, letter: str = "x") -> str:
    return letter if k == 1 else f"-{letter}" if k == -1 else f"{k}{letter}"


def plus(k: int) -> str:
    return f"+ {k}" if k > 0 else f"- {-k}" if k else ""


@family("7.EE.A.1", 0.0, TERMS, lambda p: f"({p['a']})*({p['b']}*x + ({p['c']}))")
def expand_with_signs(rng: Rng) -> Draft:
    a, b, c = -pick(rng, 2, 9), pick(rng, 1, 7), pick(rng, 1, 9) * choose(rng, [-1, 1])
    return expression(
        {"a": a, "b": b, "c": c},
        ("Write [[{a}({inner})]] without parentheses.", "Escribe [[{a}({inner})]] sin paréntesis."),
        f"{term(a * b)} {plus(a * c)}",
        [
            (f"{term(a * b)} {plus(c)}", "multiplies_only_one_part"),
            (f"{term(a * b)} {plus(-a * c)}", "ignores_the_second_sign"),
            (f"{term(a * b + a * c)}", "joins_unlike_terms"),
        ],
        ("{a} times each term.", "{a} por cada término."),
        shown={"inner": f"{term(b)} {plus(c)}"},
        letters="x",
        form="expanded",
    )


@family("7.EE.A.1", 0.2, TERMS, lambda p: f"{p['a']}*x - {p['b']}*(x - {p['c']})")
def take_away_parentheses(rng: Rng) -> Draft:
    b, c = pick(rng, 2, 6), pick(rng, 1, 9)
    a = b + pick(rng, 1, 6)
    return expression(
        {"a": a, "b": b, "c": c},
        (
            "Make it as short as you can: [[{a}x - {b}(x - {c})]].",
            "Escríbelo lo más corto posible: [[{a}x - {b}(x - {c})]].",
        ),
        f"{term(a - b)} + {b * c}",
        [
            (f"{term(a - b)} - {b * c}", "ignores_the_second_sign"),
            (f"{term(a - b)} - {c}", "multiplies_only_one_part"),
            (f"{term(a + b)} - {b * c}", "adds_or_subtracts_the_wrong_way"),
        ],
        ("[[-{b} × (-{c})]] is plus {product}.", "[[-{b} × (-{c})]] es más {product}."),
        shown={"product": b * c},
        letters="x",
        form="expanded",
    )


@family(
    "7.EE.A.1",
    0.4,
    TERMS,
    lambda p: f"{Fraction(p['a'], p['n'])}*x + {p['b']} + {Fraction(p['c'], p['n'])}*x".replace("/", " / "),
)
def join_fraction_terms(rng: Rng) -> Draft:
    n, b = choose(rng, [3, 5, 7, 8]), pick(rng, 1, 9)
    a, c = pick(rng, 1, n - 1), pick(rng, 1, n - 1)
    while (a + c) % n == 0:
        c = pick(rng, 1, n - 1)
    return expression(
        {"n": n, "a": a, "b": b, "c": c},
        (
            "Make it as short as you can: [[{a}/{n} x + {b} + {c}/{n} x]].",
            "Escríbelo lo más corto posible: [[{a}/{n} x + {b} + {c}/{n} x]].",
        ),
        f"({a + c}/{n})x + {b}",
        [
            (f"({a + c}/{2 * n})x + {b}", "adds_tops_and_bottoms"),
            (f"({a + c}/{n} + {b})x", "joins_unlike_terms"),
            (f"({a * c}/{n * n})x + {b}", "multiplies_instead_of_adding"),
        ],
        ("Add the fractions before x: [[{top}/{n}]].", "Suma las fracciones delante de x: [[{top}/{n}]]."),
        shown={"top": a + c},
        letters="x",
        form="expanded",
    )


MANY = (
    ("What do you know, and which step comes first?", "¿Qué sabes y qué paso va primero?"),
    ("Estimate with round numbers to check.", "Estima con números redondos para comprobar."),
)


@family("7.EE.B.3", 0.1, MANY, lambda p: Fraction(p["pay"] * p["hours"] * (100 + p["raise"]), 100))
def pay_after_a_raise(rng: Rng) -> Draft:
    pay, hours, more = pick(rng, 4, 15) * 2, pick(rng, 5, 30), choose(rng, [5, 10, 20, 25, 50])
    new = Fraction(pay * (100 + more), 100)
    return number(
        {"pay": pay, "hours": hours, "raise": more},
        (
            "{who} earns {pay} dollars an hour and gets a raise of {raise}%. How many dollars are {hours} hours "
            "worth now?",
            "{who} gana {pay} dólares por hora y recibe un aumento de {raise}%. ¿Cuántos dólares valen ahora "
            "{hours} horas?",
        ),
        new * hours,
        [
            ((pay + more) * hours, "adds_the_percent"),
            (pay * hours, "stops_after_one_step"),
            (new, "uses_only_one_of_several"),
            (Fraction(pay * more * hours, 100), "gives_the_part_only"),
        ],
        ("One hour is now [[{new}]] dollars.", "Una hora vale ahora [[{new}]] dólares."),
        shown={"new": new, **people(rng)},
        unit="$",
    )


@family("7.EE.B.3", 0.3, MANY, lambda p: Fraction(p["wide"] - Fraction(p["picture"]), 2))
def picture_in_the_middle(rng: Rng) -> Draft:
    wide, halves = pick(rng, 30, 90), pick(rng, 21, 55)
    halves += halves % 2 == 0
    picture = Fraction(halves, 2)
    return number(
        {"wide": wide, "picture": str(picture)},
        (
            "A wall is {wide} inches wide. A picture of [[{whole} 1/2]] inches hangs in its middle. How many "
            "inches are "
            "free on each side?",
            "Una pared mide {wide} pulgadas de ancho. En el medio cuelga un cuadro de [[{whole} 1/2]] pulgadas. "
            "¿Cuántas pulgadas quedan a cada lado?",
        ),
        (wide - picture) / 2,
        [
            (wide - picture, "stops_after_one_step"),
            (Fraction(wide, 2) - picture, "halves_only_one_part"),
            ((wide + picture) / 2, "adds_or_subtracts_the_wrong_way"),
        ],
        ("Half of what is left over: [[{answer:mixed}]].", "La mitad de lo que sobra: [[{answer:mixed}]]."),
        shown={"whole": halves // 2},
        unit="in",
    )


@family(
    "7.EE.B.3",
    0.4,
    MANY,
    lambda p: [
        Fraction(p["all"]) * Fraction(1, 4),
        Fraction(p["all"]) * Fraction(p["percent"], 100),
        p["all"] - Fraction(p["all"]) * (Fraction(1, 4) + Fraction(p["percent"], 100)),
    ],
)
def parts_of_a_budget(rng: Rng) -> Draft:
    amount, percent = pick(rng, 3, 40) * 20, choose(rng, [10, 15, 20, 30, 35, 40, 45])
    quarter, part = Fraction(amount, 4), Fraction(amount * percent, 100)
    return table(
        {"all": amount, "percent": percent},
        (
            "A club has {all} dollars. It spends [[1/4]] on games and {percent}% on food. The rest is saved. Fill "
            "in the dollars.",
            "Un club tiene {all} dólares. Gasta [[1/4]] en juegos y {percent}% en comida. El resto se ahorra. "
            "Completa los dólares.",
        ),
        [quarter, part, amount - quarter - part],
        [
            [(Fraction(amount, 40), "one_place_off")],
            [(percent, "gives_the_percent_not_the_amount"), (Fraction(amount, percent), "divides_by_the_percent")],
            [(quarter + part, "stops_after_one_step"), (amount - quarter, "uses_only_one_of_several")],
        ],
        ("The three parts make {all} together.", "Las tres partes suman {all}."),
        headings=[("for", "para"), ("dollars", "dólares")],
        rows=[(("games", "juegos"), None), (("food", "comida"), None), (("saved", "ahorro"), None)],
    )


TWO = (
    (
        "What was done to x first, and what last? Undo the last first.",
        "¿Qué se le hizo a x primero y qué al final? Deshaz primero lo último.",
    ),
    ("Do the same on both sides, then test your x.", "Haz lo mismo en los dos lados y prueba tu x."),
)


@family("7.EE.B.4", -0.1, TWO, lambda p: next(x for x in range(-60, 61) if p["a"] * x + p["b"] == p["c"]))
def two_step_equation(rng: Rng) -> Draft:
    a, x, b = pick(rng, 2, 9), pick(rng, -9, 12), pick(rng, -20, 20)
    b = b or 7
    c = a * x + b
    return number(
        {"a": a, "b": b, "c": c},
        ("Solve the equation.", "Resuelve la ecuación."),
        x,
        [
            (Fraction(c + b, a), "undoes_with_the_same_operation"),
            (Fraction(c, a) - b, "divides_only_one_side"),
            (c - b, "stops_after_one_step"),
            (c - b - a, "subtracts_instead_of_dividing"),
        ],
        ("[[{a}x = {rest}]], so x is {answer}.", "[[{a}x = {rest}]], así que x es {answer}."),
        shown={"rest": c - b, "plus": plus(b)},
        line="{a}x {plus} = {c}",
        before="x =",
    )


@family("7.EE.B.4", 0.3, TWO, lambda p: next(x for x in range(-60, 61) if p["a"] * (x + p["b"]) == p["c"]))
def equation_with_parentheses(rng: Rng) -> Draft:
    a, x, b = pick(rng, 2, 9), pick(rng, -8, 12), pick(rng, 1, 12) * choose(rng, [-1, 1])
    c = a * x + a * b
    return number(
        {"a": a, "b": b, "c": c},
        ("Solve the equation.", "Resuelve la ecuación."),
        x,
        [
            (Fraction(c - b, a), "multiplies_only_one_part"),
            (Fraction(c, a) + b, "undoes_with_the_same_operation"),
            (Fraction(c, a), "stops_after_one_step"),
        ],
        (
            "The parentheses are worth {inside}, so x is {answer}.",
            "El paréntesis vale {inside}, así que x es {answer}.",
        ),
        shown={"inside": c // a, "plus": plus(b)},
        line="{a}(x {plus}) = {c}",
        before="x =",
    )


@family("7.EE.B.4", 0.4, TWO, lambda p: f"{p['once']} + x*{p['each']} = {p['all']}")
def equation_for_a_longer_story(rng: Rng) -> Draft:
    each, once, x = pick(rng, 2, 15), pick(rng, 5, 40), pick(rng, 3, 15)
    return expression(
        {"each": each, "once": once, "all": each * x + once},
        (
            "A pool costs {once} dollars once and {each} dollars for each visit. After x visits {who} has paid "
            "{all} dollars. Write an equation.",
            "Una piscina cuesta {once} dólares una vez y {each} dólares por visita. Después de x visitas {who} "
            "pagó {all} dólares. Escribe una ecuación.",
        ),
        f"{each}x + {once} = {each * x + once}",
        [
            (f"{once}x + {each} = {each * x + once}", "swaps_the_numbers"),
            (f"{each + once}x = {each * x + once}", "multiplies_what_comes_once"),
            (f"x + {each} + {once} = {each * x + once}", "adds_instead_of_multiplying"),
        ],
        ("[[{each}x]] for the visits and {once} once.", "[[{each}x]] por las visitas y {once} una vez."),
        shown=people(rng),
        letters="x",
    )


@family("7.EE.B.4", 0.5, TWO, lambda p: max(x for x in range(200) if p["each"] * x + p["once"] <= p["money"]))
def most_that_can_be_bought(rng: Rng) -> Draft:
    each, once, most = pick(rng, 3, 9), pick(rng, 4, 20), pick(rng, 3, 18)
    money = each * most + once + pick(rng, 0, each - 1)
    return on_line(
        {"each": each, "once": once, "money": money},
        (
            "{who} has {money} dollars. Entry costs {once}, each ride {each}. Mark the most rides that {who} can "
            "pay for.",
            "{who} tiene {money} dólares. La entrada cuesta {once} y cada vuelta {each}. Marca el mayor número de "
            "vueltas que puede pagar.",
        ),
        most,
        [
            (most + 1, "rounds_the_quotient_up"),
            (money // each, "forgets_the_start"),
            ((money + once) // each, "undoes_with_the_same_operation"),
        ],
        ("[[{each}x + {once} ≤ {money}]] up to x = {answer}.", "[[{each}x + {once} ≤ {money}]] hasta x = {answer}."),
        start=0,
        end=30,
        step=1,
        labels=[0, 10, 20, 30],
        shown=people(rng),
    )


def _solution_set(a: int, b: int, c: int) -> str:
    """Find the border by trying, then on which side of it the inequality holds."""
    border = next(x for x in range(-99, 100) if b - a * x == c)
    return f"x {'<' if b - a * (border - 1) < c else '>'} {border}"


@family("7.EE.B.4", 0.4, TWO, lambda p: _solution_set(**p))
def inequality_with_a_minus(rng: Rng) -> Draft:
    a, x, b = pick(rng, 2, 9), pick(rng, -9, 12), pick(rng, 1, 20)
    c = b - a * x
    return choice(
        {"a": a, "b": b, "c": c},
        ("Which is the solution of [[{b} - {a}x < {c}]]?", "¿Cuál es la solución de [[{b} - {a}x < {c}]]?"),
        f"x > {x}",
        [
            (f"x < {x}", "keeps_the_sign_when_dividing_by_a_negative"),
            (f"x > {-x}" if x else "x > 1", "gives_the_opposite_sign"),
            (f"x < {-x}" if x else "x < 1", "gives_the_opposite_sign"),
        ],
        (
            "Dividing by a negative number turns the sign around.",
            "Al dividir entre un número negativo el signo se voltea.",
        ),
    )
