"""The map as nested lists: by strand and level, each competency with its state, what it builds on and what it opens."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import CompetencyCard, Progression

# A list of more would weigh too much if every link said a whole title.
MOST_LINKED_BY_TITLE = 60


def list_competencies(
    progression: Progression,
    places: Sequence[int],
    marks: Sequence[str],
    words: dict[str, str],
    language: str,
    address_of: str,
) -> SafeString:
    """Nested lists of what is on the map; links between entries stay on the page."""
    shown = set(places)
    builds_on, opens = escape(_("Builds on:")), escape(_("Opens:"))
    by_title = len(places) <= MOST_LINKED_BY_TITLE
    links = {place: _link(progression.cards[place], language, by_title) for place in places}
    said = {mark: f'<span class="map-is">{escape(word)}</span>' for mark, word in words.items()}
    pages = escape(address_of)

    # Everything is escaped where it is put in; hundreds of `format_html` would take most of the page's time.
    def entry(place: int) -> SafeString:
        card = progression.cards[place]
        before = [links[each] for each in progression.requires_of[place] if each in shown]
        after = [links[each] for each in progression.opened_by[place] if each in shown]
        return SafeString(
            f'<li id="m{place}"><a href="{pages}{card.uuid}/">{escape(card.title_in(language))}</a> '
            + said[marks[place]]
            + (f' <span class="map-b">{builds_on} {"; ".join(before)}</span>' if before else "")
            + (f' <span class="map-o">{opens} {"; ".join(after)}</span>' if after else "")
            + "</li>"
        )

    strands: dict[int, dict[int, list[int]]] = {}
    for place in places:
        card = progression.cards[place]
        strands.setdefault(card.strand, {}).setdefault(int(progression.level[place]), []).append(place)
    return format_html_join(
        "",
        '<li class="strand-{}"><b>{}</b><ul>{}</ul></li>',
        (
            (
                progression.strands[strand].code,
                progression.strands[strand].name_in(language),
                format_html_join(
                    "",
                    "<li>{}<ul>{}</ul></li>",
                    (
                        (
                            level_name(progression.cards[own[0]]),
                            SafeString("".join(entry(place) for place in own)),
                        )
                        for _order, own in sorted(levels.items())
                    ),
                ),
            )
            for strand, levels in sorted(strands.items())
        ),
    )


def level_name(card: CompetencyCard) -> str:
    """The level as the framework names it."""
    return _("Level %(name)s") % {"name": card.level} if card.level else _("no level")


def short_name(card: CompetencyCard, language: str) -> str:
    """What fits beside a small mark: the code, else how the title begins."""
    return card.code or card.title_in(language)[:12]


def _link(card: CompetencyCard, language: str, by_title: bool) -> str:
    """A link to another entry. Among hundreds a code must do: the entry has the title, and the script says it."""
    named = card.title_in(language) if by_title else card.code or card.title_in(language)
    return f'<a href="#m{card.place}">{escape(named)}</a>'
