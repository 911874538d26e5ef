"""Level 8: slope, lines, equations with x on both sides, pairs of equations, linear functions."""

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
    people,
    pick,
    table,
)
from ownpath.core.items.families.equations_7 import plus, term
from ownpath.core.items.stimulus import figure

SLOPE = (
    ("How far up, for how far across?", "¿Cuánto sube por cuánto avanza?"),
    ("Divide the change of y by the change of x.", "Divide el cambio de y entre el cambio de x."),
)


@family("8.EE.B.6", 0.0, SLOPE, lambda p: Fraction(p["two"][1] - p["one"][1]) / (p["two"][0] - p["one"][0]))
def slope_of_a_line(rng: Rng) -> Draft:
    x, y, run, rise = pick(rng, -6, 1), pick(rng, -4, 2), pick(rng, 1, 5), pick(rng, -4, 5)
    rise = rise or 2
    return number(
        {"one": (x, y), "two": (x + run, y + rise)},
        ("What is the slope of the line through A and B?", "¿Cuál es la pendiente de la recta que pasa por A y B?"),
        Fraction(rise, run),
        [
            (Fraction(run, rise), "turns_the_slope_around"),
            (Fraction(-rise, run), "wrong_sign_of_the_slope"),
            (rise, "gives_the_rise_only"),
        ],
        ("Up {rise}, across {run}.", "Sube {rise}, avanza {run}."),
        shown={"rise": rise, "run": run},
        figure=figure("grid", least=-8, most=8, points=((x, y, "A"), (x + run, y + rise, "B")), joined="open"),
    )


@family("8.EE.B.6", 0.2, SLOPE, lambda p: f"y - ({p['b']}) = ({p['m']})*x")
def equation_from_slope_and_start(rng: Rng) -> Draft:
    m, b = pick(rng, 2, 9) * choose(rng, [-1, 1]), pick(rng, 1, 12) * choose(rng, [-1, 1])
    while m == b:
        b = pick(rng, 1, 12)
    return expression(
        {"m": m, "b": b},
        (
            "A line has slope {m} and meets the y-axis at {b}. Write its equation.",
            "Una recta tiene pendiente {m} y corta el eje y en {b}. Escribe su ecuación.",
        ),
        f"y = {term(m)} {plus(b)}",
        [
            (f"y = {term(b)} {plus(m)}", "swaps_slope_and_start"),
            (f"y = {term(-m)} {plus(b)}", "wrong_sign_of_the_slope"),
            (f"x = {term(m, 'y')} {plus(b)}", "turns_comparison_around"),
        ],
        ("Slope times x, plus the start.", "Pendiente por x, más el inicio."),
        letters="xy",
    )


@family(
    "8.EE.B.6",
    0.4,
    SLOPE,
    lambda p: (
        Fraction(p["three"] - p["one"][0]) * Fraction(p["two"][1] - p["one"][1], p["two"][0] - p["one"][0])
        + p["one"][1]
    ),
)
def third_point_on_a_line(rng: Rng) -> Draft:
    x, y, m, run, more = pick(rng, -5, 5), pick(rng, -9, 9), pick(rng, -4, 5), pick(rng, 1, 4), pick(rng, 2, 6)
    m = m or 3
    three = x + run + more
    return number(
        {"one": (x, y), "two": (x + run, y + m * run), "three": three},
        (
            "A line goes through ({a}, {b}) and ({c}, {d}). What is y where x = {three}?",
            "Una recta pasa por ({a}, {b}) y ({c}, {d}). ¿Cuánto es y cuando x = {three}?",
        ),
        y + m * (run + more),
        [
            (y + m * run + more, "counts_on_by_ones"),
            (m * three, "forgets_the_start"),
            (y + m * run - m * more, "wrong_sign_of_the_slope"),
        ],
        ("Each step of x changes y by {m}.", "Cada paso de x cambia y en {m}."),
        shown={"a": x, "b": y, "c": x + run, "d": y + m * run, "m": m},
        before="y =",
    )


BOTH = (
    ("Bring all x to one side.", "Lleva todas las x a un lado."),
    ("Then bring the numbers to the other side and divide.", "Luego lleva los números al otro lado y divide."),
)


@family("8.EE.C.7", 0.0, BOTH, lambda p: next(x for x in range(-99, 100) if p["a"] * x + p["b"] == p["c"] * x + p["d"]))
def x_on_both_sides(rng: Rng) -> Draft:
    c, gap, x, b = pick(rng, 1, 6), pick(rng, 1, 6), pick(rng, -9, 12), pick(rng, -12, 12)
    a = c + gap
    d = b + gap * x
    return number(
        {"a": a, "b": b, "c": c, "d": d},
        ("Solve the equation.", "Resuelve la ecuación."),
        x,
        [
            (Fraction(d - b, a + c), "adds_terms_from_both_sides"),
            (Fraction(d + b, gap), "undoes_with_the_same_operation"),
            (d - b, "stops_after_one_step"),
            (-x, "gives_the_opposite_sign"),
        ],
        ("[[{gap_x} = {rest}]], so x is {answer}.", "[[{gap_x} = {rest}]], así que x es {answer}."),
        shown={"left": f"{term(a)} {plus(b)}", "right": f"{term(c)} {plus(d)}", "gap_x": term(gap), "rest": d - b},
        line="{left} = {right}",
        before="x =",
    )


@family("8.EE.C.7", 0.2, BOTH, lambda p: _solution_count(**p))
def how_many_solutions(rng: Rng) -> Draft:
    kind, k, a, b = choose(rng, ["none", "one", "all"]), pick(rng, 2, 6), pick(rng, 1, 5), pick(rng, 1, 9)
    c, d = {"none": (k * a, k * b + pick(rng, 1, 9)), "one": (k * a + 1, k * b + 1), "all": (k * a, k * b)}[kind]
    labels = {
        "none": ("none", "ninguna"),
        "one": ("exactly one", "exactamente una"),
        "all": ("endless many", "infinitas"),
    }
    return choice(
        {"k": k, "a": a, "b": b, "c": c, "d": d},
        (
            "How many solutions has [[{k}({ax} + {b}) = {c}x + {d}]]?",
            "¿Cuántas soluciones tiene [[{k}({ax} + {b}) = {c}x + {d}]]?",
        ),
        labels[kind],
        [
            (
                words,
                "mixes_up_no_and_endless_solutions"
                if "one" not in (kind, name)
                else "expects_one_solution_always"
                if name == "one"
                else "compares_only_the_first_numbers",
            )
            for name, words in labels.items()
            if name != kind
        ],
        ("The left side is [[{first}x + {second}]].", "El lado izquierdo es [[{first}x + {second}]]."),
        shown={"ax": term(a), "first": k * a, "second": k * b},
    )


def _solution_count(k: int, a: int, b: int, c: int, d: int) -> str:
    hits = sum(k * (a * x + b) == c * x + d for x in range(-200, 201))
    return "endless many" if hits == 401 else "exactly one" if hits else "none"


@family(
    "8.EE.C.7",
    0.4,
    BOTH,
    lambda p: next(x for x in range(1, 100) if x + p["n"] * p["b"] == p["m"] * x - p["n"] * p["c"]),
)
def equation_with_fractions(rng: Rng) -> Draft:
    n, m = pick(rng, 2, 6), pick(rng, 2, 5)
    t = pick(rng, 2, 8)
    x, total = n * t, (m - 1) * t
    b = pick(rng, 1, total - 1)
    c = total - b
    return number(
        {"n": n, "m": m, "b": b, "c": c},
        ("Solve the equation.", "Resuelve la ecuación."),
        x,
        [
            (t, "forgets_the_bottom_number"),
            (Fraction(n * total, m + 1), "adds_terms_from_both_sides"),
            (total, "stops_after_one_step"),
        ],
        ("Multiply both sides by {n} first.", "Multiplica primero los dos lados por {n}."),
        line="x/{n} + {b} = {m}x/{n} - {c}",
        before="x =",
    )


PAIR = (
    ("What must x and y do at the same time?", "¿Qué deben cumplir x y y a la vez?"),
    (
        "Put one equation into the other, or add them so that a letter goes.",
        "Mete una ecuación en la otra, o súmalas para que se vaya una letra.",
    ),
)


@family(
    "8.EE.C.8",
    0.0,
    PAIR,
    lambda p: next([x, y] for x in range(-30, 31) for y in [p["m"] * x + p["b"]] if p["k"] * x + y == p["s"]),
)
def solve_by_putting_in(rng: Rng) -> Draft:
    m, x, b, k = pick(rng, 1, 5), pick(rng, -6, 8), pick(rng, -9, 9), pick(rng, 1, 4)
    y = m * x + b
    s = k * x + y
    return table(
        {"m": m, "b": b, "k": k, "s": s},
        ("Find x and y: [[y = {first}]] and [[{kx} + y = {s}]].", "Halla x y y: [[y = {first}]] y [[{kx} + y = {s}]]."),
        [x, y],
        [
            [(y, "swaps_coordinates"), (Fraction(s + b, k + m), "undoes_with_the_same_operation")],
            [(x, "swaps_coordinates"), (s - x, "ignores_the_first_number")],
        ],
        ("[[{kx} + {first} = {s}]].", "[[{kx} + {first} = {s}]]."),
        shown={"first": f"{term(m)} {plus(b)}", "kx": term(k)},
        headings=[("letter", "letra"), ("value", "valor")],
        rows=[("x", None), ("y", None)],
    )


@family(
    "8.EE.C.8",
    0.3,
    PAIR,
    lambda p: next(a for a in range(p["n"] + 1) if a * p["x"] + (p["n"] - a) * p["y"] == p["sum"]),
)
def tickets_of_two_kinds(rng: Rng) -> Draft:
    x, y, a, c = pick(rng, 7, 15), pick(rng, 2, 6), pick(rng, 3, 25), pick(rng, 3, 25)
    while a == c:
        c = pick(rng, 3, 25)
    return number(
        {"x": x, "y": y, "n": a + c, "sum": a * x + c * y},
        (
            "{n} tickets were sold for {sum} dollars. Grown-ups pay {x} dollars, children {y}. How many tickets "
            "were for grown-ups?",
            "Se vendieron {n} boletos por {sum} dólares. Los adultos pagan {x} dólares y los niños {y}. ¿Cuántos "
            "boletos eran de adultos?",
        ),
        a,
        [
            (c, "swaps_the_two_kinds"),
            (Fraction(a * x + c * y, x + y), "takes_both_kinds_as_equal"),
            (Fraction(a + c, 2), "takes_both_kinds_as_equal"),
        ],
        (
            "If all were children it would be {all}; each grown-up adds {gap}.",
            "Si todos fueran niños serían {all}; cada adulto suma {gap}.",
        ),
        shown={"all": (a + c) * y, "gap": x - y},
    )


@family(
    "8.EE.C.8",
    0.2,
    PAIR,
    lambda p: "({}, {})".format(
        *next(
            (x, y)
            for x in range(-9, 10)
            for y in range(-9, 10)
            if y == p["m"] * x + p["b"] and y == p["k"] * x + p["c"]
        )
    ),
)
def where_two_lines_meet(rng: Rng) -> Draft:
    x, y, m, k = pick(rng, -4, 4), pick(rng, -4, 4), pick(rng, 1, 3), pick(rng, -3, 0)
    b, c = y - m * x, y - k * x
    while x == y or abs(x) == abs(y):
        y = pick(rng, -4, 4)
        b, c = y - m * x, y - k * x
    second = f"{term(k)} {plus(c)}" if k else str(c)
    return choice(
        {"m": m, "b": b, "k": k, "c": c},
        (
            "Where do the lines [[y = {first}]] and [[y = {second}]] meet?",
            "¿Dónde se cortan las rectas [[y = {first}]] y [[y = {second}]]?",
        ),
        f"({x}, {y})",
        [
            (f"({y}, {x})", "swaps_coordinates"),
            (f"({-x}, {y})" if x else f"(1, {y})", "ignores_the_sign"),
            (f"({x}, {-y})" if y else f"({x}, 2)", "ignores_the_sign"),
        ],
        ("Both equations are true for x = {x}.", "Las dos ecuaciones se cumplen con x = {x}."),
        shown={"first": f"{term(m)} {plus(b)}", "second": second, "x": x},
    )


LINEAR = (
    ("What is there at the start? What is added each time?", "¿Qué hay al inicio? ¿Qué se suma cada vez?"),
    ("Start plus rate times x.", "Inicio más ritmo por x."),
)


@family("8.F.B.4", 0.0, LINEAR, lambda p: f"y = {p['start']} + x*({p['rate']})")
def rule_for_a_story(rng: Rng) -> Draft:
    start, rate, way = pick(rng, 20, 90), pick(rng, 2, 9), choose(rng, [1, -1])
    text = {
        1: ("grows by {r} cm each week", "crece {r} cm cada semana"),
        -1: ("burns down by {r} cm each week", "se consume {r} cm cada semana"),
    }[way]
    thing = {1: ("A plant", "Una planta"), -1: ("A candle", "Una vela")}[way]
    return expression(
        {"start": start, "rate": way * rate},
        (
            f"{thing[0]} is {{start}} cm tall and {text[0]}. After x weeks it is y cm tall. Write the rule.",
            f"{thing[1]} mide {{start}} cm y {text[1]}. Después de x semanas mide y cm. Escribe la regla.",
        ),
        f"y = {term(way * rate)} + {start}",
        [
            (f"y = {start}x {plus(way * rate)}", "swaps_slope_and_start"),
            (f"y = {term(-way * rate)} + {start}", "wrong_sign_of_the_slope"),
            (f"y = {term(way * rate)}", "forgets_the_start"),
        ],
        ("It starts at {start} and changes by {r} each week.", "Empieza en {start} y cambia {r} cada semana."),
        shown={"r": rate},
        letters="xy",
    )


@family(
    "8.F.B.4",
    0.2,
    LINEAR,
    lambda p: [
        Fraction(p["pairs"][1][1] - p["pairs"][0][1], p["pairs"][1][0] - p["pairs"][0][0]),
        p["pairs"][0][1]
        - Fraction(p["pairs"][1][1] - p["pairs"][0][1], p["pairs"][1][0] - p["pairs"][0][0]) * p["pairs"][0][0],
    ],
)
def rate_and_start_from_pairs(rng: Rng) -> Draft:
    rate, start = pick(rng, 2, 9) * choose(rng, [1, 1, -1]), pick(rng, 3, 40)
    x, step = pick(rng, 1, 5), pick(rng, 2, 5)
    pairs = ((x, start + rate * x), (x + step, start + rate * (x + step)))
    return table(
        {"pairs": pairs},
        (
            "A linear rule gives {b} for x = {a} and {d} for x = {c}. Find its rate and its start (x = 0).",
            "Una regla lineal da {b} para x = {a} y {d} para x = {c}. Halla su ritmo y su inicio (x = 0).",
        ),
        [rate, start],
        [
            [(rate * step, "gives_the_rise_only"), (-rate, "wrong_sign_of_the_slope")],
            [(start + rate * x, "takes_the_first_pair_as_start")],
        ],
        ("The change is {rise} over {step} steps.", "El cambio es {rise} en {step} pasos."),
        shown={"a": x, "b": pairs[0][1], "c": x + step, "d": pairs[1][1], "rise": rate * step, "step": step},
        headings=[("part", "parte"), ("number", "número")],
        rows=[(("rate", "ritmo"), None), (("start", "inicio"), None)],
    )


@family(
    "8.F.B.4",
    0.4,
    LINEAR,
    lambda p: next(x for x in range(200) if p["one"][0] + p["one"][1] * x == p["two"][0] + p["two"][1] * x),
)
def when_two_plans_cost_the_same(rng: Rng) -> Draft:
    x, rate, gap, start = pick(rng, 3, 15), pick(rng, 2, 9), pick(rng, 1, 6), pick(rng, 2, 20)
    more = gap * x
    return number(
        {"one": (start + more, rate), "two": (start, rate + gap)},
        (
            "Plan A costs {a} dollars at the start and {rate} a month. Plan B costs {start} at the start and "
            "{faster} a month. After how many months have they cost the same?",
            "El plan A cuesta {a} dólares al inicio y {rate} al mes. El plan B cuesta {start} al inicio y {faster} "
            "al mes. ¿Tras cuántos meses han costado lo mismo?",
        ),
        x,
        [
            (more, "stops_after_one_step"),
            (Fraction(more, 2 * rate + gap), "adds_terms_from_both_sides"),
            (x + 1, "one_step_too_many"),
        ],
        ("{more} dollars apart, {gap} closer each month.", "{more} dólares de diferencia, {gap} menos cada mes."),
        shown={
            "a": start + more,
            "rate": rate,
            "start": start,
            "faster": rate + gap,
            "more": more,
            "gap": gap,
            **people(rng),
        },
    )
