"""Level 3: equal parts of a shape, area, the way around."""

from __future__ import annotations

from fractions import Fraction

from ownpath.core.items.families.authoring import (
    Draft,
    Rng,
    choose,
    family,
    in_order,
    number,
    pick,
)
from ownpath.core.items.stimulus import figure

CUT = (
    ("Do all the parts have the same area?", "¿Tienen todas las partes la misma área?"),
    ("One of so many equal parts: that is the fraction.", "Una de tantas partes iguales: esa es la fracción."),
)


@family("3.G.A.2", -0.3, CUT, lambda p: Fraction(1, len([1 for _ in range(p["rows"]) for _ in range(p["columns"])])))
def one_part_of_a_shape(rng: Rng) -> Draft:
    rows, columns = pick(rng, 1, 5), pick(rng, 2, 8)
    return number(
        {"rows": rows, "columns": columns},
        (
            "A rectangle is cut into equal squares as shown. What fraction of its area is one square?",
            "Un rectángulo está cortado en cuadrados iguales. ¿Qué fracción de su área es un cuadrado?",
        ),
        Fraction(1, rows * columns),
        [
            (rows * columns, "gives_the_number_of_parts"),
            (Fraction(1, rows + columns), "adds_instead_of_multiplying"),
            (Fraction(1, columns), "looks_at_one_row_only"),
        ],
        ("There are {parts} equal squares: [[1/{parts}]].", "Hay {parts} cuadrados iguales: [[1/{parts}]]."),
        shown={"parts": rows * columns},
        figure=figure("array", rows=rows, columns=columns, shape="squares"),
    )


@family("3.G.A.2", 0.0, CUT, lambda p: Fraction(p["shaded"], sum([p["columns"]] * p["rows"])))
def shaded_squares(rng: Rng) -> Draft:
    rows, columns = pick(rng, 2, 4), pick(rng, 2, 6)
    shaded = pick(rng, 1, rows * columns - 1)
    whole = rows * columns
    return number(
        {"rows": rows, "columns": columns, "shaded": shaded},
        ("What fraction of the area is shaded?", "¿Qué fracción del área está sombreada?"),
        Fraction(shaded, whole),
        [
            (Fraction(shaded, whole - shaded) if shaded < whole else 0, "part_to_part_as_fraction"),
            (Fraction(whole - shaded, whole), "counts_the_unshaded"),
        ],
        ("{shaded} of {whole} equal squares.", "{shaded} de {whole} cuadrados iguales."),
        shown={"whole": whole},
        figure=figure("array", rows=rows, columns=columns, shape="squares", shaded=shaded),
    )


@family("3.G.A.2", 0.3, CUT, lambda p: Fraction(p["area"], 1) / p["parts"])
def area_of_one_part(rng: Rng) -> Draft:
    parts, each = choose(rng, [2, 3, 4, 6, 8]), pick(rng, 2, 12)
    return number(
        {"parts": parts, "area": parts * each},
        (
            "A garden has an area of {area} square meters. It is cut into {parts} parts of equal area. How large "
            "is one part?",
            "Un jardín tiene un área de {area} metros cuadrados. Se corta en {parts} partes de igual área. ¿Cuánto "
            "mide una parte?",
        ),
        each,
        [
            (parts * each - parts, "subtracts_instead_of_dividing"),
            (Fraction(1, parts), "gives_the_fraction_not_the_amount"),
        ],
        ("[[{area} ÷ {parts} = {answer}]].", "[[{area} ÷ {parts} = {answer}]]."),
        unit="m2",
    )


AREA = (
    ("Which squares cover the inside?", "¿Qué cuadrados cubren el interior?"),
    ("Count one row, then count the rows.", "Cuenta una fila y luego cuenta las filas."),
)


@family("3.MD.C.7", -0.3, AREA, lambda p: sum(p["across"] for _ in range(p["down"])))
def area_of_a_rectangle(rng: Rng) -> Draft:
    across, down = pick(rng, 3, 12), pick(rng, 2, 9)
    return number(
        {"across": across, "down": down},
        ("Find the area of the rectangle.", "Halla el área del rectángulo."),
        across * down,
        [(2 * (across + down), "takes_perimeter_for_area"), (across + down, "adds_two_sides_for_area")],
        ("[[{across} × {down} = {answer}]] squares cover it.", "Lo cubren [[{across} × {down} = {answer}]] cuadrados."),
        figure=figure(
            "rectangle", across=str(across), down=str(down), across_label=f"{across} cm", down_label=f"{down} cm"
        ),
        unit="cm2",
    )


@family("3.MD.C.7", 0.3, AREA, lambda p: p["a"] * p["b"] - (p["a"] - p["c"]) * (p["b"] - p["d"]))
def area_of_an_l_shape(rng: Rng) -> Draft:
    c, d = pick(rng, 2, 5), pick(rng, 2, 4)
    a, b = c + pick(rng, 2, 5), d + pick(rng, 2, 4)
    return number(
        {"a": a, "b": b, "c": c, "d": d},
        (
            "An L shape is made of two rectangles: one is {a} by {d} feet, the other {c} by {rest} feet. What is "
            "its area?",
            "Una L está hecha de dos rectángulos: uno de {a} por {d} pies y otro de {c} por {rest} pies. ¿Cuál es "
            "su área?",
        ),
        a * d + c * (b - d),
        [
            (a * d, "stops_after_one_step"),
            (a + d + c + b - d, "adds_two_sides_for_area"),
            (a * d * c * (b - d), "multiplies_the_parts_of_a_sum"),
        ],
        ("{one} and {two} make {answer}.", "{one} y {two} son {answer}."),
        shown={"rest": b - d, "one": a * d, "two": c * (b - d)},
        unit="ft2",
    )


@family("3.MD.C.7", 0.5, AREA, lambda p: next(n for n in range(1, 100) if n * p["side"] == p["area"]))
def side_from_the_area(rng: Rng) -> Draft:
    side, other = pick(rng, 3, 9), pick(rng, 3, 10)
    return number(
        {"side": side, "area": side * other},
        (
            "A mat covers {area} square feet. One side is {side} feet long. How long is the other side?",
            "Una alfombra cubre {area} pies cuadrados. Un lado mide {side} pies. ¿Cuánto mide el otro lado?",
        ),
        other,
        [
            (side * other - side, "subtracts_instead_of_dividing"),
            (Fraction(side * other - 2 * side, 2), "takes_perimeter_for_area"),
        ],
        ("[[{side} × {answer} = {area}]].", "[[{side} × {answer} = {area}]]."),
        unit="ft",
    )


EDGE = (
    (
        "Walk along the edge with your finger. Which sides do you pass?",
        "Sigue el borde con el dedo. ¿Por qué lados pasas?",
    ),
    ("Add all sides, also those without a number.", "Suma todos los lados, también los que no tienen número."),
)


@family("3.MD.D.8", -0.2, EDGE, lambda p: sum([p["across"], p["down"], p["across"], p["down"]]))
def way_around_a_rectangle(rng: Rng) -> Draft:
    across, down = pick(rng, 3, 20), pick(rng, 2, 12)
    return number(
        {"across": across, "down": down},
        ("How long is the way around the rectangle?", "¿Cuánto mide el contorno del rectángulo?"),
        2 * (across + down),
        [(across + down, "adds_only_the_marked_sides"), (across * down, "takes_area_for_perimeter")],
        (
            "Two sides of {across} and two of {down} make {answer}.",
            "Dos lados de {across} y dos de {down} son {answer}.",
        ),
        figure=figure(
            "rectangle", across=str(across), down=str(down), across_label=f"{across} m", down_label=f"{down} m"
        ),
        unit="m",
    )


@family("3.MD.D.8", 0.2, EDGE, lambda p: next(n for n in range(1, 500) if sum(p["sides"]) + n == p["around"]))
def missing_side(rng: Rng) -> Draft:
    sides = tuple(pick(rng, 3, 15) for _ in range(pick(rng, 2, 4)))
    missing = pick(rng, 3, 15)
    return number(
        {"sides": sides, "around": sum(sides) + missing},
        (
            "A shape has {n} sides. The way around is {around} cm. All sides but one are: {list} cm. How long is "
            "the last one?",
            "Una figura tiene {n} lados. Su contorno mide {around} cm. Todos los lados menos uno miden: {list} cm. "
            "¿Cuánto mide el último?",
        ),
        missing,
        [(sum(sides), "stops_after_one_step"), (sum(sides) * 2 + missing, "adds_or_subtracts_the_wrong_way")],
        (
            "The known sides make {known}. [[{around} - {known} = {answer}]].",
            "Los lados conocidos suman {known}. [[{around} - {known} = {answer}]].",
        ),
        shown={"n": len(sides) + 1, "list": ", ".join(map(str, sides)), "known": sum(sides)},
        unit="cm",
    )


@family("3.MD.D.8", 0.5, EDGE, lambda p: [f"{a} × {b}" for a, b in sorted(p["sizes"], key=sum)])
def gardens_by_their_fence(rng: Rng) -> Draft:
    sizes: list[tuple[int, int]] = []
    while len({a + b for a, b in sizes}) < 3:
        sizes = [(pick(rng, 2, 9), pick(rng, 2, 12)) for _ in range(3)]
    ordered = [f"{a} × {b}" for a, b in sorted(sizes, key=lambda size: 2 * size[0] + 2 * size[1])]
    by_area = [f"{a} × {b}" for a, b in sorted(sizes, key=lambda size: size[0] * size[1])]
    return in_order(
        {"sizes": tuple(sorted(sizes))},
        (
            "These gardens have sides in meters. Put them in order by how much fence goes around.",
            "Estos jardines tienen lados en metros. Ordénalos por cuánta cerca llevan alrededor.",
        ),
        ordered,
        [(by_area, "keeps_larger_area_with_larger_perimeter")],
        ("Add all four sides of each.", "Suma los cuatro lados de cada uno."),
        first=("least fence", "menos cerca"),
        last=("most fence", "más cerca"),
    )
