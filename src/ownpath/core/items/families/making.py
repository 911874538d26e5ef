"""From a draft to a task: options in a drawn order, the key apart, texts filled in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from fractions import Fraction
from typing import Any

from ownpath.core.items.families.authoring import (
    REGISTERED,
    SEEN_NUMBER,
    Draft,
    Family,
    Rng,
    fingerprint_of,
    show,
    words_of,
)
from ownpath.core.items.kinds import (
    Cell,
    ChoiceKey,
    ChoicePublic,
    ExpressionKey,
    ExpressionPublic,
    Key,
    MatchKey,
    MatchPublic,
    NamedSlip,
    NumberKey,
    NumberLineKey,
    NumberLinePublic,
    NumberPublic,
    Option,
    OrderKey,
    OrderPublic,
    Public,
    ShortAnswerKey,
    ShortAnswerPublic,
    TableFillKey,
    TableFillPublic,
    WrongExpression,
    WrongNumber,
    WrongOrder,
    WrongPair,
    WrongText,
)
from ownpath.core.items.scored import Slip
from ownpath.core.items.stimulus import Mathematics, Part, Text
from ownpath.core.items.task import HeldBack, ShownTask, Task
from ownpath.core.items.words import Words

MOST_DRAWS = 60
Parts = tuple[Public, Key]


def make_task(family: Family, rng: Rng) -> Task:
    """Make one fresh task.

    Parameters
    ----------
    family : Family
        Where it comes from.
    rng : numpy.random.Generator
        The only chance there is: the same state gives the same task.

    Returns
    -------
    Task
        In both languages. A draft whose early hints would by accident hold the bare answer is drawn again.

    Raises
    ------
    ValueError
        No draft without such an accident was found; the family's hints give the answer away.
    """
    for _ in range(MOST_DRAWS):
        draft = family.draft(rng)
        hints = tuple(draft.say(hint) for hint in family.hints)
        if not gives_away(draft, hints):
            return _build(family, draft, hints, rng)
    raise ValueError(f"{family.name}: a hint before the last holds the answer")


def gives_away(draft: Draft, hints: Sequence[Words]) -> bool:
    """Tell whether a hint before the last holds the bare answer, where the task itself does not."""
    if draft.kind not in {"number", "number_line"}:
        return False
    seen = {*SEEN_NUMBER.findall(draft.say(draft.text).en), *SEEN_NUMBER.findall(draft.line)}
    bare = {show(draft.answer), show(draft.answer, "mixed")}
    return any(bare & ({*SEEN_NUMBER.findall(hint.en)} - seen) for hint in hints[:-1])


def _build(family: Family, draft: Draft, hints: tuple[Words, ...], rng: Rng) -> Task:
    stimulus: list[Part] = [Text(draft.say(draft.text))]
    if draft.line:
        stimulus.append(Mathematics(draft.say((draft.line, draft.line)).en))
    if draft.figure is not None:
        stimulus.append(draft.figure)
    public, key = _KINDS[draft.kind](draft, rng)
    solution = (Text(draft.say(draft.solution)),)
    return Task(
        source=family.name,
        version=family.version,
        author=family.author,
        competencies=family.competencies,
        difficulty=family.difficulty,
        fingerprint=fingerprint_of(family.name, draft.numbers),
        shown=ShownTask(tuple(stimulus), public, len(hints)),
        held_back=HeldBack(key, hints, solution, tuple(sorted(draft.numbers.items()))),
    )


def draw_tasks(competency: str, count: int, rng: Rng, avoid: Set[str] = frozenset()) -> tuple[Task, ...]:
    """Draw fresh tasks for one competency, its families in turns and no two the same.

    Parameters
    ----------
    competency : str
        A code for which there are families.
    count : int
        How many, at least 0.
    rng : numpy.random.Generator
        Chance.
    avoid : set of str
        Fingerprints of tasks that the learner has had.

    Returns
    -------
    tuple of Task, length count
        Fingerprints differ from each other and from those to avoid. Each family comes once before any comes twice.

    Raises
    ------
    ValueError
        There is no family for the competency, or its families have no further fresh task.
    """
    families = families_for(competency)
    if not families:
        raise ValueError(f"{competency}: no family makes tasks for this competency")
    used = set(avoid)
    tasks: list[Task] = []
    turns: list[Family] = []
    misses = 0
    while len(tasks) < count:
        if not turns:
            turns = [families[int(place)] for place in rng.permutation(len(families))]
        family = turns.pop()
        for _ in range(MOST_DRAWS):
            task = make_task(family, rng)
            if task.fingerprint not in used:
                break
        else:
            misses += 1
            if misses >= 2 * len(families):
                raise ValueError(f"{competency}: no fresh task is left after {len(used)}")
            continue
        used.add(task.fingerprint)
        tasks.append(task)
        misses = 0
    return tuple(tasks)


def families_for(competency: str) -> tuple[Family, ...]:
    """Give the families of one competency, by name; empty where there are none."""
    return tuple(each for _, each in sorted(REGISTERED.items()) if competency in each.competencies)


def same_answer(first: Any, second: Any) -> bool:
    """Tell whether two values of a draft are one answer: numbers by value, everything else by its English text."""
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        texts = [each if isinstance(each, str) else None for each in (*first, *second)]
        if len(first) == len(second) == 2 and None not in texts:
            return bool(first[0] == second[0])
        return len(first) == len(second) and all(map(same_answer, first, second))
    if isinstance(first, int | Fraction) and isinstance(second, int | Fraction):
        return first == second
    return bool(_plain(first) == _plain(second))


def _plain(label: Any) -> Any:
    return label[0] if isinstance(label, tuple) else label


def kept_wrong(draft: Draft) -> list[tuple[Any, str]]:
    """Give the wrong answers that are neither right nor there twice."""
    is_list = draft.kind == "choice" and draft.more.get("several")
    taken: list[Any] = list(draft.answer) if is_list or draft.kind == "short_answer" else [draft.answer]
    kept = []
    for value, misconception in draft.wrong:
        if not any(same_answer(value, each) for each in taken):
            taken.append(value)
            kept.append((value, misconception))
    return kept


def _number(draft: Draft, rng: Rng) -> Parts:
    more = draft.more
    wrong = tuple(WrongNumber(Fraction(value), Slip(name)) for value, name in kept_wrong(draft))
    tolerance = Fraction(more["tolerance"])
    wrong = tuple(each for each in wrong if abs(each.value - draft.answer) > tolerance)
    before = Words(more["before"], more["before"]) if more["before"] else None
    key = NumberKey(draft.answer, tolerance, more["unit"], False, more["form"], wrong)
    return NumberPublic(more["unit"], before), key


def _named(labels: Sequence[Any], rng: Rng, letters: str = "abcdefghijkl") -> tuple[tuple[Option, ...], list[str]]:
    """Options in a drawn order, and the names of the labels in their given order."""
    places = [int(place) for place in rng.permutation(len(labels))]
    options = tuple(Option(letters[turn], words_of(labels[place])) for turn, place in enumerate(places))
    names = [letters[places.index(place)] for place in range(len(labels))]
    return options, names


def _choice(draft: Draft, rng: Rng) -> Parts:
    wrong = kept_wrong(draft)
    right = list(draft.answer) if draft.more.get("several") else [draft.answer]
    labels = [*right, *(value for value, _ in wrong)]
    if draft.more.get("in_order"):
        order = sorted(range(len(labels)), key=lambda place: words_of(labels[place]).en)
        options = tuple(Option("abcdefghijkl"[turn], words_of(labels[place])) for turn, place in enumerate(order))
        names = ["abcdefghijkl"[order.index(place)] for place in range(len(labels))]
    else:
        options, names = _named(labels, rng)
    slips = tuple(NamedSlip(names[len(right) + place], Slip(name)) for place, (_, name) in enumerate(wrong))
    return ChoicePublic(options, len(right) > 1 or "several" in draft.more), ChoiceKey(
        frozenset(names[: len(right)]), slips
    )


def _order(draft: Draft, rng: Rng) -> Parts:
    options, names = _named(draft.answer, rng)
    while names == sorted(names):
        options, names = _named(draft.answer, rng)
    places = {words_of(label).en: name for label, name in zip(draft.answer, names, strict=True)}
    wrong = [
        WrongOrder(tuple(places[words_of(label).en] for label in value), Slip(name))
        for value, name in kept_wrong(draft)
    ]
    ends = (words_of(draft.more["first"]), words_of(draft.more["last"]))
    return OrderPublic(options, *ends), OrderKey(tuple(names), tuple(wrong))


def _match(draft: Draft, rng: Rng) -> Parts:
    left = tuple(Option("abcdefghijkl"[place], words_of(label)) for place, (label, _) in enumerate(draft.answer))
    right, names = _named([*(label for _, label in draft.answer), *draft.more["left_over"]], rng, "pqrstuvwxyz")
    pairs = tuple((option.name, name) for option, name in zip(left, names, strict=False))
    by_text = {option.words.en: option.name for option in (*left, *right)}
    wrong = tuple(
        WrongPair(by_text[words_of(one).en], by_text[words_of(other).en], Slip(name))
        for (one, other), name in draft.wrong
        if words_of(other).en in by_text and (by_text[words_of(one).en], by_text[words_of(other).en]) not in pairs
    )
    return MatchPublic(left, right), MatchKey(pairs, wrong)


def _number_line(draft: Draft, rng: Rng) -> Parts:
    more = draft.more
    start, end, step = Fraction(more["start"]), Fraction(more["end"]), Fraction(more["step"])
    line = NumberLinePublic(start, end, step, tuple(Fraction(each) for each in more["labels"]), more["style"])
    tolerance, marks = Fraction(more["tolerance"]), line.marks()
    wrong = tuple(
        WrongNumber(Fraction(value), Slip(name))
        for value, name in kept_wrong(draft)
        if Fraction(value) in marks and abs(Fraction(value) - draft.answer) > tolerance
    )
    return line, NumberLineKey(draft.answer, tolerance, wrong)


def _table_fill(draft: Draft, rng: Rng) -> Parts:
    rows: list[tuple[Cell, ...]] = []
    keys: list[tuple[str, NumberKey]] = []
    for row in draft.more["rows"]:
        cells = []
        for value in row:
            if value is not None:
                cells.append(Cell(words_of(value if isinstance(value, str | tuple) else show(value))))
                continue
            name, right = f"cell_{len(keys) + 1}", draft.answer[len(keys)]
            known = draft.wrong[len(keys)] if draft.wrong else ()
            wrong = {Fraction(each): Slip(slip) for each, slip in reversed(known) if Fraction(each) != right}
            keys.append((name, NumberKey(right, wrong=tuple(WrongNumber(each, slip) for each, slip in wrong.items()))))
            cells.append(Cell(name=name))
        rows.append(tuple(cells))
    return TableFillPublic(tuple(words_of(each) for each in draft.more["headings"]), tuple(rows)), TableFillKey(
        tuple(keys)
    )


def _expression(draft: Draft, rng: Rng) -> Parts:
    more = draft.more
    wrong = tuple(WrongExpression(value, Slip(name)) for value, name in kept_wrong(draft))
    before = Words(more["before"], more["before"]) if more["before"] else None
    return (
        ExpressionPublic(more["letters"], before),
        ExpressionKey(draft.answer, more["letters"], more["form"], wrong),
    )


def _short_answer(draft: Draft, rng: Rng) -> Parts:
    wrong = tuple(WrongText(value, Slip(name)) for value, name in kept_wrong(draft))
    return ShortAnswerPublic(), ShortAnswerKey(draft.answer, wrong)


_KINDS: dict[str, Callable[[Draft, Rng], Parts]] = {
    "number": _number,
    "choice": _choice,
    "order": _order,
    "match": _match,
    "number_line": _number_line,
    "table_fill": _table_fill,
    "expression": _expression,
    "short_answer": _short_answer,
}
