"""A reliability plot as SVG: what was foretold against what happened.

No script, light and dark, its content in words for screen readers.
"""

from __future__ import annotations

from html import escape

from ownpath.evaluation.evaluating import Evaluation, Measured

SIDE, LEFT, TOP, COLUMN_WIDTH = 480, 70, 64, 410
# Told apart by colour, by the shape of their points and by their dashes.
COLOURS_LIGHT = ("#0b5fae", "#b3390b", "#1d7a3a", "#7a3fa0", "#8a6100", "#4d4d4d")
COLOURS_DARK = ("#7cc0ff", "#ff9d73", "#7fdc98", "#d3a6f5", "#f0c34e", "#cfcfcf")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "4 4")


def draw_reliability(evaluation: Evaluation) -> str:
    """One line a model, points as large as their share of responses; a list beside it says the same in words."""
    height = max(TOP + SIDE + 70, TOP + 40 + 84 * len(evaluation.models))
    width = LEFT + SIDE + 40 + COLUMN_WIDTH
    said = " ".join(_in_words(each) for each in evaluation.models) or "No model was run."
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="14">',
        '<title id="title">How predicted probabilities agree with what happened</title>',
        f'<desc id="description">{escape(said)}</desc>',
        f"<style>{_style(len(evaluation.models))}</style>",
        f'<rect class="page" width="{width}" height="{height}"/>',
        f'<text class="ink" x="{LEFT}" y="30" font-size="18" font-weight="600">Foretold and happened</text>',
        f'<text class="ink" x="{LEFT}" y="50">{evaluation.data["responses"]:,} responses, learners held out</text>',
        *_axes(),
    ]
    for place, each in enumerate(evaluation.models):
        parts += _line(place, each)
    for place, each in enumerate(evaluation.models):
        parts += _legend(place, each)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _style(n_models: int) -> str:
    def rules(page: str, ink: str, grid: str, colours: tuple[str, ...]) -> str:
        own = "".join(
            f".m{place}{{stroke:{colours[place % len(colours)]}}}.m{place} .dot{{fill:{colours[place % len(colours)]}}}"
            for place in range(n_models)
        )
        return f".page{{fill:{page}}}.ink{{fill:{ink}}}.grid{{stroke:{grid};fill:none}}.even{{stroke:{ink}}}{own}"

    light = rules("#ffffff", "#1a1a1a", "#d0d0d0", COLOURS_LIGHT)
    dark = rules("#16181c", "#f0f0f0", "#4a4d55", COLOURS_DARK)
    return f".dot{{stroke:none}}{light}@media (prefers-color-scheme: dark){{{dark}}}"


def _x(value: float) -> float:
    return round(LEFT + SIDE * value, 1)


def _y(value: float) -> float:
    return round(TOP + SIDE * (1.0 - value), 1)


def _axes() -> list[str]:
    parts = []
    for tick in range(6):
        value = tick / 5
        parts += [
            f'<path class="grid" d="M{_x(0)} {_y(value)}H{_x(1)}M{_x(value)} {_y(0)}V{_y(1)}"/>',
            f'<text class="ink" x="{LEFT - 8}" y="{_y(value) + 5}" text-anchor="end">{value:.0%}</text>',
            f'<text class="ink" x="{_x(value)}" y="{_y(0) + 20}" text-anchor="middle">{value:.0%}</text>',
        ]
    middle = _y(0.5)
    return [
        *parts,
        f'<path class="even" stroke-dasharray="3 3" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>',
        f'<text class="ink" x="{_x(0.5)}" y="{_y(0) + 44}" text-anchor="middle">foretold to be right</text>',
        f'<text class="ink" x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">'
        "were right</text>",
    ]


def _line(place: int, each: Measured) -> list[str]:
    if not each.bins:
        return []
    points = [(_x(one.predicted), _y(one.right)) for one in each.bins]
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    total = sum(one.responses for one in each.bins)
    sizes = [3.0 + 9.0 * (one.responses / total) ** 0.5 for one in each.bins]
    return [
        f'<g class="m{place}"><path fill="none" stroke-width="2" stroke-dasharray="{DASHES[place % len(DASHES)]}" '
        f'd="{path}"/>',
        *(_dot(place, x, y, size) for (x, y), size in zip(points, sizes, strict=True)),
        "</g>",
    ]


def _dot(place: int, x: float, y: float, size: float) -> str:
    size = round(size, 1)
    shape = place % 3
    if shape == 0:
        return f'<circle class="dot" cx="{x}" cy="{y}" r="{size}"/>'
    if shape == 1:
        edge = f"{2 * size:.1f}"
        return f'<rect class="dot" x="{x - size:.1f}" y="{y - size:.1f}" width="{edge}" height="{edge}"/>'
    return f'<path class="dot" d="M{x} {y - size:.1f}l{size} {2 * size:.1f}h{-2 * size:.1f}z"/>'


def _legend(place: int, each: Measured) -> list[str]:
    x, y = LEFT + SIDE + 40, TOP + 24 + 84 * place
    auc = "no AUC" if each.metrics.auc != each.metrics.auc else f"AUC {each.metrics.auc:.3f}"
    return [
        f'<g class="m{place}"><path stroke-width="2" stroke-dasharray="{DASHES[place % len(DASHES)]}" '
        f'd="M{x} {y - 5}h44"/>{_dot(place, x + 22, y - 5, 6.0)}</g>',
        f'<text class="ink" x="{x + 56}" y="{y}" font-weight="600">{escape(each.name)}</text>',
        f'<text class="ink" x="{x + 56}" y="{y + 20}">{auc}, off by {each.metrics.ece:.3f} (ECE)</text>',
        f'<text class="ink" x="{x + 56}" y="{y + 40}">{escape(_extremes(each))}</text>',
    ]


def _extremes(each: Measured) -> str:
    total = sum(one.responses for one in each.bins)
    # A bin of a few responses says little and would be read as much.
    bins = [one for one in each.bins if one.responses >= total / 100]
    if not bins:
        return "no responses"
    return "; ".join(f"{one.predicted:.0%} foretold, {one.right:.0%} right" for one in (bins[0], bins[-1]))


def _in_words(each: Measured) -> str:
    pairs = ", ".join(f"{one.predicted:.0%} foretold {one.right:.0%} right" for one in each.bins)
    return f"{each.name}: expected calibration error {each.metrics.ece:.3f}; {pairs}."
