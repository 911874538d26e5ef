"""The fields in which an item is written: which a kind has, what each is called, what was typed, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ownpath.assessment.written import SETTINGS_OF, TAKES_WRONG
from ownpath.core.items.numbers import UNITS

FORMS = {"number": ("any", "lowest_terms", "mixed", "decimal"), "expression": ("any", "expanded", "factored")}
STYLES = ("fraction", "decimal")
SWITCHES = frozenset({"needs_unit", "several"})


@dataclass(frozen=True, slots=True)
class TypedField:
    """One field of the form."""

    name: str
    label: str
    hint: str
    rows: int
    value: str
    error: str
    choices: tuple[tuple[str, str], ...] = ()
    is_switch: bool = False


@dataclass(frozen=True, slots=True)
class TypedGroup:
    """Fields that belong together, under a heading."""

    heading: str
    fields: tuple[TypedField, ...]


def kind_names() -> dict[str, str]:
    """The kinds of items, as a writer chooses among them."""
    return {
        "number": _("a number"),
        "short_answer": _("a few words"),
        "choice": _("a choice"),
        "order": _("things in order"),
        "match": _("pairs"),
        "number_line": _("a place on a number line"),
        "table_fill": _("a table to fill in"),
        "expression": _("an expression or equation"),
    }


def answer_hints() -> dict[str, str]:
    """How what is right is written, by kind."""
    return {
        "number": _("Such as 12, 3/4 or 0.5."),
        "short_answer": _("One right form a line, in all languages."),
        "choice": _("One option a line. Begin each right one with *. For two languages: circle | círculo."),
        "order": _("One thing a line, in the right order. Learners see another order."),
        "match": _("One pair a line, such as: one half = 0.5. What is left over: = 0.75."),
        "number_line": _("The right place, such as 3/4."),
        "table_fill": _("First the headings, then the rows, with | between cells. Put what is to be filled in in [ ]."),
        "expression": _("Such as 2x + 6, or y = 2x for an equation."),
    }


def wrong_hint() -> str:
    """How known wrong answers are written."""
    return _("One a line: the wrong answer -> what to say. For two languages: 4/3 -> Look again. | Mira otra vez.")


def form_groups(kind: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[TypedGroup]:
    """The groups of fields of one kind."""

    def field(
        name: str, label: str, hint: str = "", rows: int = 1, choices: tuple[tuple[str, str], ...] = ()
    ) -> TypedField:
        is_switch = name in SWITCHES
        return TypedField(name, label, hint, rows, typed.get(name, ""), errors.get(name, ""), choices, is_switch)

    labels = setting_labels()
    settings = [
        field(name, labels[name][0], labels[name][1], choices=_choices_of(kind, name)) for name in SETTINGS_OF[kind]
    ]
    right = [field("answer", _("What is right"), answer_hints()[kind], 1 if kind in ("number", "number_line") else 4)]
    wrong = [field("wrong", _("Known wrong answers"), wrong_hint(), 3)] if kind in TAKES_WRONG else []
    return [
        TypedGroup(
            _("What is asked"),
            (
                field("text_en", _("In English"), _("Mathematics stands in [[ ]], such as [[3/4]]."), 3),
                field("text_es", _("In Spanish"), "", 3),
                field("mathematics", _("Mathematics on a line of its own"), _("Such as 3/4 + ? = 1.")),
            ),
        ),
        TypedGroup(_("The answer"), (*right, *settings, *wrong)),
        TypedGroup(
            _("Help on the way"),
            (
                field("hints_en", _("Hints in English"), _("One a line, from a nudge to the way."), 3),
                field("hints_es", _("Hints in Spanish"), "", 3),
                field("solution_en", _("One way to do it, in English"), "", 3),
                field("solution_es", _("One way to do it, in Spanish"), "", 3),
            ),
        ),
        TypedGroup(
            _("What it is about"),
            (
                field("competencies", _("Competencies"), _("Their codes, with blanks between them.")),
                field("difficulty", _("How hard"), _("0 is usual here. 1 is harder, -1 is easier.")),
                field("figure", _("A figure, as data"), _("May stay empty. The help page on items shows how."), 2),
            ),
        ),
    ]


def setting_labels() -> dict[str, tuple[str, str]]:
    """What each setting is called, and its hint."""
    return {
        "unit": (_("Unit"), _("Stands behind the field.")),
        "tolerance": (_("How far off still counts"), _("0 where it must be exact.")),
        "form": (_("In which form"), ""),
        "needs_unit": (_("The learner must write the unit"), ""),
        "before": (_("What stands before the field"), _("Such as x =.")),
        "after": (_("What stands behind the field"), ""),
        "longest": (_("How many letters fit"), ""),
        "several": (_("Several may be chosen"), ""),
        "first": (_("What comes first"), _("Such as: smallest | menor.")),
        "last": (_("What comes last"), _("Such as: largest | mayor.")),
        "start": (_("Where the line begins"), ""),
        "end": (_("Where the line ends"), ""),
        "step": (_("How far the marks are apart"), _("Such as 1/8.")),
        "labels": (_("Numbers written at the line"), _("With blanks between them.")),
        "style": (_("How its numbers are written"), ""),
        "letters": (_("Letters that may stand in it"), _("Such as x.")),
    }


def _choices_of(kind: str, name: str) -> tuple[tuple[str, str], ...]:
    if name == "unit":
        return (("", "–"), *((unit, unit) for unit in UNITS))
    if name == "style":
        return tuple((each, form_names()[each]) for each in STYLES)
    return tuple((each, form_names()[each]) for each in FORMS[kind]) if name == "form" else ()


def form_names() -> dict[str, str]:
    """The forms in which an answer can be asked for."""
    return {
        "any": _("any form"),
        "lowest_terms": _("a fraction in lowest terms"),
        "mixed": _("a mixed number"),
        "decimal": _("decimals"),
        "fraction": _("fractions"),
        "expanded": _("without parentheses"),
        "factored": _("as a product"),
    }
