"""Level 6: equations, inequalities, two amounts that change."""

from __future__ import annotations

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
    several,
    table,
)

EQUATION = (
    ("What was done to x? Undo it.", "¿Qué se le hizo a x? Deshazlo."),
    ("Do the same on both sides.", "Haz lo mismo en los dos lados."),
)


@family("6.EE.B.7", -0.1, EQUATION, lambda p: next(x for x in range(1000) if x + p["a"] == p["b"]))
def plus_equation(rng: Rng) -> Draft:
    a, x = pick(rng, 3, 60), pick(rng, 2, 80)
    return number(
        {"a": a, "b": a + x},
        ("Solve the equation.", "Resuelve la ecuación."),
        x,
        [(2 * a + x, "undoes_with_the_same_operation"), (a, "gives_a_number_of_the_equation")],
        ("Take {a} from both sides: {answer}.", "Quita {a} de los dos lados: {answer}."),
        line="x + {a} = {b}",
        before="x =",
    )


@family("6.EE.B.7", 0.0, EQUATION, lambda p: next(x for x in range(1000) if sum([x] * p["a"]) == p["b"]))
def times_equation(rng: Rng) -> Draft:
    a, x = pick(rng, 2, 12), pick(rng, 2, 25)
    return number(
        {"a": a, "b": a * x},
        ("Solve the equation.", "Resuelve la ecuación."),
        x,
        [(a * x - a, "subtracts_instead_of_dividing"), (a * a * x, "undoes_with_the_same_operation")],
        ("Divide both sides by {a}: {answer}.", "Divide los dos lados entre {a}: {answer}."),
        line="{a}x = {b}",
        before="x =",
    )


@family("6.EE.B.7", 0.3, EQUATION, lambda p: f"x*{p['n']} = {p['total']}")
def equation_for_a_story(rng: Rng) -> Draft:
    n, each = pick(rng, 3, 12), pick(rng, 3, 20)
    return expression(
        {"n": n, "total": n * each},
        (
            "{n} tickets cost {total} dollars. One costs x dollars. Write an equation.",
            "{n} boletos cuestan {total} dólares. Uno cuesta x dólares. Escribe una ecuación.",
        ),
        f"{n}x = {n * each}",
        [
            (f"x + {n} = {n * each}", "adds_instead_of_multiplying"),
            (f"x = {n} × {n * each}", "turns_comparison_around"),
            (f"x/{n} = {n * each}", "turns_comparison_around"),
        ],
        ("{n} times x is {total}.", "{n} por x es {total}."),
        letters="x",
    )


LESS = (
    ("Is the number itself allowed, or only numbers beyond it?", "¿Se permite el número mismo o solo los que siguen?"),
    ("Test one number that must fit.", "Prueba un número que debe cumplir."),
)


@family("6.EE.B.8", 0.0, LESS, lambda p: f"h {dict(over='>', least='≥', under='<', most='≤')[p['word']]} {p['n']}")
def inequality_for_words(rng: Rng) -> Draft:
    word, n = choose(rng, ["over", "least", "under", "most"]), pick(rng, 12, 80)
    signs = {"over": ">", "least": "≥", "under": "<", "most": "≤"}
    words = {
        "over": ("more than {n}", "más que {n}"),
        "least": ("at least {n}", "al menos {n}"),
        "under": ("less than {n}", "menos que {n}"),
        "most": ("at most {n}", "como máximo {n}"),
    }[word]
    ways = {"over": "least", "least": "over", "under": "most", "most": "under"}
    turned = {"over": "under", "least": "most", "under": "over", "most": "least"}
    return choice(
        {"word": word, "n": n},
        (
            f"To ride you must be {words[0]} inches tall. Which one says this of your height h?",
            f"Para subir debes medir {words[1]} pulgadas. ¿Cuál dice esto de tu altura h?",
        ),
        f"h {signs[word]} {n}",
        [
            (f"h {signs[turned[word]]} {n}", "turns_the_inequality_around"),
            (f"h {signs[ways[word]]} {n}", "mixes_up_including_the_border"),
            (f"h = {n}", "takes_an_inequality_for_an_equation"),
        ],
        ("Try numbers beside {n}.", "Prueba números al lado de {n}."),
    )


@family(
    "6.EE.B.8", 0.2, LESS, lambda p: [str(n) for n in p["options"] if (n > p["n"] if p["sign"] == ">" else n < p["n"])]
)
def numbers_that_fit(rng: Rng) -> Draft:
    n, sign = pick(rng, -9, 20), choose(rng, ["<", ">"])
    options = (n - 4, n - 1, n, n + 1, n + 5)
    right = options[:2] if sign == "<" else options[3:]
    wrong = options[3:] if sign == "<" else options[:2]
    return several(
        {"n": n, "sign": sign, "options": options},
        (
            "Choose all numbers that make [[x {sign} {n}]] true.",
            "Elige todos los números que cumplen [[x {sign} {n}]].",
        ),
        [str(each) for each in right],
        [(str(n), "mixes_up_including_the_border"), *((str(each), "turns_the_inequality_around") for each in wrong)],
        ("{n} itself does not fit.", "El {n} mismo no cumple."),
    )


@family(
    "6.EE.B.8",
    0.3,
    LESS,
    lambda p: (
        min(x for x in range(-60, 60) if x > p["n"])
        if p["sign"] == ">"
        else max(x for x in range(-60, 60) if x < p["n"])
    ),
)
def first_whole_number_that_fits(rng: Rng) -> Draft:
    n, sign = pick(rng, -18, 18), choose(rng, ["<", ">"])
    answer = n + 1 if sign == ">" else n - 1
    return on_line(
        {"n": n, "sign": sign},
        (
            "Mark the whole number nearest to {n} that makes [[x {sign} {n}]] true.",
            "Marca el entero más cercano a {n} que cumple [[x {sign} {n}]].",
        ),
        answer,
        [(n, "mixes_up_including_the_border"), (2 * n - answer, "turns_the_inequality_around")],
        ("{n} itself does not fit, {answer} does.", "El {n} mismo no cumple; {answer} sí."),
        start=-20,
        end=20,
        step=1,
        labels=[-20, -10, 0, 10, 20],
    )


CHANGE = (
    (
        "How much does the second amount grow for each one of the first?",
        "¿Cuánto crece la segunda cantidad por cada unidad de la primera?",
    ),
    ("The one that hangs on the other stands alone on its side.", "La que depende de la otra va sola de un lado."),
)


@family("6.EE.C.9", 0.0, CHANGE, lambda p: f"y = x * {p['rate']}")
def equation_for_two_amounts(rng: Rng) -> Draft:
    rate = pick(rng, 2, 60)
    return expression(
        {"rate": rate},
        (
            "A car goes {rate} miles each hour. After x hours it has gone y miles. Write an equation.",
            "Un carro recorre {rate} millas cada hora. Tras x horas ha recorrido y millas. Escribe una ecuación.",
        ),
        f"y = {rate}x",
        [(f"x = {rate}y", "turns_comparison_around"), (f"y = x + {rate}", "adds_instead_of_multiplying")],
        ("[[y = {rate}x]].", "[[y = {rate}x]]."),
        letters="xy",
    )


@family("6.EE.C.9", 0.1, CHANGE, lambda p: [sum([p["rate"]] * x) for x in p["row"]])
def table_for_two_amounts(rng: Rng) -> Draft:
    rate = pick(rng, 3, 15)
    row = tuple(sorted(int(each) for each in rng.permutation(9)[:3] + 2))
    return table(
        {"rate": rate, "row": row},
        ("The rule is [[y = {rate}x]]. Fill in y.", "La regla es [[y = {rate}x]]. Completa y."),
        [rate * x for x in row],
        [[(rate + x, "adds_instead_of_multiplying"), (int(f"{rate}{x}"), "puts_the_digits_side_by_side")] for x in row],
        ("Multiply each x by {rate}.", "Multiplica cada x por {rate}."),
        headings=[("x", "x"), ("y", "y")],
        rows=[(x, None) for x in row],
    )


@family("6.EE.C.9", 0.3, CHANGE, lambda p: p["start"] + sum([p["rate"]] * p["x"]))
def saved_after_weeks(rng: Rng) -> Draft:
    start, rate, x = pick(rng, 5, 60), pick(rng, 3, 15), pick(rng, 4, 12)
    return number(
        {"start": start, "rate": rate, "x": x},
        (
            "{who} has {start} dollars and saves {rate} dollars each week. How many dollars are there after {x} weeks?",
            "{who} tiene {start} dólares y ahorra {rate} dólares cada semana. ¿Cuántos dólares hay tras {x} semanas?",
        ),
        rate * x + start,
        [
            (rate * x, "forgets_the_start"),
            ((start + rate) * x, "multiplies_what_comes_once"),
            (start + rate + x, "adds_instead_of_multiplying"),
        ],
        ("[[{start} + {rate} × {x} = {answer}]].", "[[{start} + {rate} × {x} = {answer}]]."),
        shown=people(rng),
        unit="$",
    )
