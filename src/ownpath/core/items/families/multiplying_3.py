"""Level 3: what multiplying and dividing mean."""

from __future__ import annotations

from itertools import count

from ownpath.core.items.families.authoring import Draft, Rng, choice, choose, family, matching, number, people, pick
from ownpath.core.items.stimulus import figure

TIMES = (
    ("How many groups are there, and how many are in each one?", "¿Cuántos grupos hay y cuántos hay en cada uno?"),
    ("Count one group after the other, in jumps.", "Cuenta un grupo tras otro, a saltos."),
)


@family("3.OA.A.1", -0.5, TIMES, lambda p: sum([p["each"]] * p["groups"]))
def bags_of_things(rng: Rng) -> Draft:
    groups, each = pick(rng, 2, 9), pick(rng, 3, 9)
    return number(
        {"groups": groups, "each": each},
        (
            "{who} has {groups} bags. There are {each} {things} in each bag. How many {things} are there in all?",
            "{who} tiene {groups} bolsas. Hay {each} {things} en cada bolsa. ¿{how_many} {things} hay en total?",
        ),
        groups * each,
        [(groups + each, "adds_instead_of_multiplying"), ((groups - 1) * each, "one_group_off")],
        ("{groups} groups of {each} make {answer}.", "{groups} grupos de {each} son {answer}."),
        shown=people(rng),
    )


@family("3.OA.A.1", -0.3, TIMES, lambda p: len([1 for _ in range(p["rows"]) for _ in range(p["columns"])]))
def dots_in_rows(rng: Rng) -> Draft:
    rows, columns = pick(rng, 2, 8), pick(rng, 3, 9)
    return number(
        {"rows": rows, "columns": columns},
        ("How many dots are there in all?", "¿Cuántos puntos hay en total?"),
        rows * columns,
        [(rows + columns, "adds_instead_of_multiplying"), (2 * (rows + columns), "counts_the_edge_only")],
        (
            "There are {rows} rows of {columns} dots. That is [[{rows} × {columns} = {answer}]].",
            "Hay {rows} filas de {columns} puntos. Eso es [[{rows} × {columns} = {answer}]].",
        ),
        figure=figure("array", rows=rows, columns=columns, shape="dots"),
    )


@family("3.OA.A.1", 0.2, TIMES, lambda p: " + ".join(str(p["each"]) for _ in range(p["groups"])))
def times_as_a_sum(rng: Rng) -> Draft:
    groups, each = pick(rng, 3, 6), pick(rng, 4, 12)
    return choice(
        {"groups": groups, "each": each},
        (
            "There are {groups} groups of {each}. Which sum is the same as [[{groups} × {each}]] here?",
            "Hay {groups} grupos de {each}. ¿Qué suma es aquí lo mismo que [[{groups} × {each}]]?",
        ),
        " + ".join([str(each)] * groups),
        [
            (f"{groups} + {each}", "adds_instead_of_multiplying"),
            (" + ".join([str(each)] * (groups - 1)), "one_group_off"),
            (" + ".join([str(each)] * (groups + 1)), "one_group_off"),
        ],
        ("Add {each} once for each group, {groups} times.", "Suma {each} una vez por cada grupo, {groups} veces."),
    )


SHARING = (
    (
        "Is it the number of groups you look for, or how many are in one?",
        "¿Buscas cuántos grupos hay o cuántos hay en uno?",
    ),
    ("Give out one at a time until nothing is left.", "Reparte de uno en uno hasta que no quede nada."),
)


@family("3.OA.A.2", -0.3, SHARING, lambda p: next(n for n in count(1) if n * p["friends"] == p["total"]))
def share_among_friends(rng: Rng) -> Draft:
    friends, each = pick(rng, 2, 9), pick(rng, 2, 9)
    total = friends * each
    return number(
        {"friends": friends, "total": total},
        (
            "{who} shares {total} {things} fairly among {friends} friends. How many does each friend get?",
            "{who} reparte {total} {things} por igual entre {friends} amigos. ¿Cuántas piezas recibe cada uno?",
        ),
        each,
        [(total - friends, "subtracts_instead_of_dividing"), (each + 1, "one_group_off"), (each - 1, "one_group_off")],
        (
            "[[{total} ÷ {friends} = {answer}]]. Each gets {answer}.",
            "[[{total} ÷ {friends} = {answer}]]. Cada uno recibe {answer}.",
        ),
        shown=people(rng),
    )


def _count_jumps(total: int, size: int) -> int:
    jumps = 0
    while total > 0:
        total, jumps = total - size, jumps + 1
    return jumps


@family("3.OA.A.2", 0.0, SHARING, lambda p: _count_jumps(p["total"], p["size"]))
def boxes_of_a_size(rng: Rng) -> Draft:
    size, boxes = pick(rng, 2, 9), pick(rng, 2, 9)
    total = size * boxes
    return number(
        {"total": total, "size": size},
        (
            "{who} puts {total} {things} into boxes. Each box holds {size}. How many boxes are full?",
            "{who} pone {total} {things} en cajas. En cada caja caben {size}. ¿Cuántas cajas se llenan?",
        ),
        boxes,
        [(total - size, "subtracts_instead_of_dividing"), (total + size, "adds_instead_of_dividing")],
        ("Take {size} out again and again: {answer} times.", "Quita {size} una y otra vez: {answer} veces."),
        shown=people(rng),
    )


@family("3.OA.A.2", 0.3, SHARING, lambda p: f"{p['rows'] * p['each']} ÷ {p['rows']}")
def division_for_a_picture(rng: Rng) -> Draft:
    rows, each = pick(rng, 2, 8), pick(rng, 3, 9)
    total = rows * each
    return choice(
        {"rows": rows, "each": each},
        (
            "All these dots are put into {rows} equal rows. Which one tells how many are in a row?",
            "Todos estos puntos están en {rows} filas iguales. ¿Cuál dice cuántos hay en una fila?",
        ),
        f"{total} ÷ {rows}",
        [
            (f"{total} - {rows}", "subtracts_instead_of_dividing"),
            (f"{total} × {rows}", "multiplies_instead_of_dividing"),
            (f"{rows} ÷ {total}", "turns_division_around"),
        ],
        (
            "There are {total} dots. {total} shared into {rows} rows is [[{total} ÷ {rows} = {each}]].",
            "Hay {total} puntos. {total} repartidos en {rows} filas es [[{total} ÷ {rows} = {each}]].",
        ),
        shown={"total": total},
        figure=figure("array", rows=rows, columns=each, shape="dots"),
    )


STORY = (
    ("Draw the groups. What do you know, and what do you look for?", "Dibuja los grupos. ¿Qué sabes y qué buscas?"),
    (
        "Equal groups together: multiply. A whole in equal groups: divide.",
        "Juntar grupos iguales: multiplica. Partir en grupos iguales: divide.",
    ),
)


@family("3.OA.A.3", 0.0, STORY, lambda p: sum(p["price"] for _ in range(p["tickets"])))
def price_of_tickets(rng: Rng) -> Draft:
    tickets, price = pick(rng, 3, 9), pick(rng, 3, 9)
    return number(
        {"tickets": tickets, "price": price},
        (
            "A ride costs {price} dollars. {who} pays for {tickets} rides. How many dollars is that?",
            "Una vuelta cuesta {price} dólares. {who} paga {tickets} vueltas. ¿Cuántos dólares son?",
        ),
        tickets * price,
        [(tickets + price, "adds_instead_of_multiplying"), ((tickets - 1) * price, "one_group_off")],
        ("[[{tickets} × {price} = {answer}]].", "[[{tickets} × {price} = {answer}]]."),
        shown=people(rng),
        unit="$",
    )


@family("3.OA.A.3", 0.2, STORY, lambda p: _count_jumps(p["length"], p["piece"]))
def pieces_of_ribbon(rng: Rng) -> Draft:
    piece, pieces = pick(rng, 2, 9), pick(rng, 3, 10)
    length = piece * pieces
    return number(
        {"length": length, "piece": piece},
        (
            "{who} cuts {length} feet of ribbon into pieces of {piece} feet. How many pieces are there?",
            "{who} corta {length} pies de cinta en pedazos de {piece} pies. ¿Cuántos pedazos hay?",
        ),
        pieces,
        [(length - piece, "subtracts_instead_of_dividing"), (pieces - 1, "counts_cuts_not_pieces")],
        ("[[{length} ÷ {piece} = {answer}]].", "[[{length} ÷ {piece} = {answer}]]."),
        shown=people(rng),
    )


_SIGN = {
    "times": (
        "{b} shelves with {a} cups on each: how many cups?",
        "{b} repisas con {a} tazas en cada una: ¿cuántas tazas?",
    ),
    "over": (
        "{a} cups put on {b} shelves alike: how many on one?",
        "{a} tazas en {b} repisas por igual: ¿cuántas en una?",
    ),
    "plus": (
        "{a} cups on one shelf, {b} on another: how many cups?",
        "{a} tazas en una repisa y {b} en otra: ¿cuántas tazas?",
    ),
    "minus": (
        "{a} cups on a shelf, {b} fall: how many are left?",
        "{a} tazas en una repisa, se caen {b}: ¿cuántas quedan?",
    ),
}
_RESULT = {"times": "{a} × {b}", "over": "{a} ÷ {b}", "plus": "{a} + {b}", "minus": "{a} - {b}"}


@family(
    "3.OA.A.3",
    0.1,
    STORY,
    lambda p: f"{p['a']} {'×÷+-'[['times', 'over', 'plus', 'minus'].index(p['story'])]} {p['b']}",
)
def sign_for_a_story(rng: Rng) -> Draft:
    story, b = choose(rng, ["times", "over"]), pick(rng, 2, 6)
    a = b * pick(rng, 2, 9)
    texts = _SIGN[story]
    wrong = {"times": "adds_instead_of_multiplying", "over": "subtracts_instead_of_dividing"}[story]
    return choice(
        {"story": story, "a": a, "b": b},
        (f"{texts[0]} Choose what gives the answer.", f"{texts[1]} Elige lo que da la respuesta."),
        _RESULT[story].format(a=a, b=b),
        [(_RESULT[name].format(a=a, b=b), wrong) for name in _RESULT if name != story],
        (
            "Equal groups: multiply to join, divide to part.",
            "Grupos iguales: multiplica para juntar, divide para repartir.",
        ),
    )


MISSING = (
    ("What does the blank stand for: a part or the whole?", "¿Qué es el hueco: una parte o el total?"),
    ("Think of the times table of the number you know.", "Piensa en la tabla del número que conoces."),
)


@family("3.OA.A.4", -0.2, MISSING, lambda p: next(n for n in range(101) if n * p["a"] == p["total"]))
def blank_factor(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 9), pick(rng, 2, 10)
    return number(
        {"a": a, "total": a * b},
        ("Which number goes in the blank?", "¿Qué número va en el hueco?"),
        b,
        [(a * b - a, "subtracts_instead_of_dividing"), (a * b + a, "adds_instead_of_dividing")],
        (
            "[[{a} × {answer} = {total}]], so the blank is {answer}.",
            "[[{a} × {answer} = {total}]], así que va {answer}.",
        ),
        line="{a} × ? = {total}",
    )


@family("3.OA.A.4", 0.3, MISSING, lambda p: sum([p["b"]] * p["a"]))
def blank_whole(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 9), pick(rng, 2, 9)
    return number(
        {"a": a, "b": b},
        ("Which number goes in the blank?", "¿Qué número va en el hueco?"),
        a * b,
        [(a + b, "adds_instead_of_multiplying"), (abs(a - b), "subtracts_instead_of_dividing")],
        (
            "[[{answer} ÷ {b} = {a}]], since [[{a} × {b} = {answer}]].",
            "[[{answer} ÷ {b} = {a}]], porque [[{a} × {b} = {answer}]].",
        ),
        line="{a} = ? ÷ {b}",
    )


@family("3.OA.A.4", 0.5, MISSING, lambda p: [(f"{a} × ? = {a * b}", str(a * b // a)) for a, b in p["rows"]])
def match_the_blanks(rng: Rng) -> Draft:
    values = [int(each) for each in rng.permutation(8)[:3] + 2]
    rows = tuple((pick(rng, 2, 9), value) for value in values)
    while len({a for a, _ in rows}) < 3:
        rows = tuple((pick(rng, 2, 9), value) for value in values)
    return matching(
        {"rows": rows},
        ("Which number fills each blank?", "¿Qué número llena cada hueco?"),
        [(f"{a} × ? = {a * b}", str(b)) for a, b in rows],
        [((f"{a} × ? = {a * b}", str(a * b - a)), "subtracts_instead_of_dividing") for a, b in rows],
        (
            "Ask for each: what times the first number makes the total?",
            "Pregunta en cada uno: ¿qué número por el primero da el total?",
        ),
        left_over=[str(max(values) + 1)],
    )


FACT = (
    ("Turn the division into a times question.", "Cambia la división por una pregunta de multiplicar."),
    ("What times the second number makes the first?", "¿Qué número por el segundo da el primero?"),
)


@family("3.OA.B.6", -0.2, FACT, lambda p: len(range(0, p["total"], p["b"])))
def quotient_by_asking(rng: Rng) -> Draft:
    a, b = pick(rng, 2, 10), pick(rng, 2, 10)
    return number(
        {"total": a * b, "b": b},
        ("Find [[{total} ÷ {b}]].", "Halla [[{total} ÷ {b}]]."),
        a,
        [(a * b - b, "subtracts_instead_of_dividing"), (a + 1, "one_group_off"), (a - 1, "one_group_off")],
        ("[[{answer} × {b} = {total}]], so it is {answer}.", "[[{answer} × {b} = {total}]], así que es {answer}."),
    )


@family("3.OA.B.6", 0.1, FACT, lambda p: f"? × {p['b']} = {sum([p['b']] * p['a'])}")
def times_question_for_division(rng: Rng) -> Draft:
    a, b = pick(rng, 3, 9), pick(rng, 2, 9)
    total = a * b
    return choice(
        {"a": a, "b": b},
        ("Which question helps you find [[{total} ÷ {b}]]?", "¿Qué pregunta te ayuda a hallar [[{total} ÷ {b}]]?"),
        f"? × {b} = {total}",
        [
            (f"? + {b} = {total}", "subtracts_instead_of_dividing"),
            (f"? × {total} = {b}", "turns_division_around"),
            (f"{total} × {b} = ?", "multiplies_instead_of_dividing"),
        ],
        ("Ask what times {b} makes {total}.", "Pregunta qué número por {b} da {total}."),
        shown={"total": total},
    )


@family("3.OA.B.6", 0.4, FACT, lambda p: next(n for n in range(1, 101) if n * p["b"] == p["a"] * p["b"]) + p["more"])
def quotient_plus_more(rng: Rng) -> Draft:
    a, b, more = pick(rng, 2, 9), pick(rng, 2, 9), pick(rng, 2, 5)
    return number(
        {"a": a, "b": b, "more": more},
        (
            "{who} has {total} {things} in packs of {b}. Then {who} gets {more} more packs. How many packs is that?",
            "{who} tiene {total} {things} en paquetes de {b}. Luego recibe {more} paquetes más. ¿Cuántos paquetes son?",
        ),
        a + more,
        [(a, "stops_after_one_step"), (a * b + more, "skips_the_division")],
        (
            "[[{total} ÷ {b} = {a}]], and [[{a} + {more} = {answer}]].",
            "[[{total} ÷ {b} = {a}]], y [[{a} + {more} = {answer}]].",
        ),
        shown={"total": a * b, **people(rng)},
    )
