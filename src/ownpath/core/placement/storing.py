"""A sitting put away and taken up again, to the bit."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from ownpath.core.placement.items import Item
from ownpath.core.placement.model import PlacementModel
from ownpath.core.placement.particles import Particles
from ownpath.core.placement.sitting import Answer, Sitting, SittingOptions, begin_sitting, record_answer

_FORMAT: Final = "ownpath-placement-1"
_MARK: Final = b"OPP1"


def _described(model: PlacementModel, sitting: Sitting) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "model": model.hash,
        "options": asdict(sitting.options),
        "answers": [
            [a.item.name, a.item.competency, a.item.slip, a.item.guess, a.outcome, a.is_audit] for a in sitting.answers
        ],
    }


def _read_described(model: PlacementModel, text: str | bytes) -> tuple[SittingOptions, tuple[Answer, ...]]:
    try:
        found = json.loads(text)
        if found["format"] != _FORMAT:
            raise ValueError(f"this is {found['format']!r}, not {_FORMAT}")
        if found["model"] != model.hash:
            raise ValueError("the sitting was begun with another framework or other parameters")
        options = dict(found["options"])
        options["earlier"] = tuple((int(place), float(odds)) for place, odds in options["earlier"])
        answers = tuple(
            Answer(Item(name, competency, slip, guess), outcome, is_audit)
            for name, competency, slip, guess, outcome, is_audit in found["answers"]
        )
        return SittingOptions(**options), answers
    except (KeyError, TypeError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError("this is no stored sitting") from error


def sitting_to_json(model: PlacementModel, sitting: Sitting) -> str:
    """Write down the options and answers of a sitting; everything else follows from them.

    Parameters
    ----------
    model : PlacementModel
    sitting : Sitting

    Returns
    -------
    str
        A few kilobytes. To be kept.
    """
    return json.dumps(_described(model, sitting), separators=(",", ":"))


def sitting_from_json(model: PlacementModel, text: str) -> Sitting:
    """Go through a sitting again from its answers.

    Parameters
    ----------
    model : PlacementModel
        The one it was begun with.
    text : str
        From `sitting_to_json`.

    Returns
    -------
    Sitting
        The same bits as before it was put away, at the cost of all its answers.

    Raises
    ------
    ValueError
        This is no stored sitting, or one of another model.
    """
    options, answers = _read_described(model, text)
    sitting = begin_sitting(model, options)
    for answer in answers:
        sitting = record_answer(model, sitting, answer)
    return sitting


def sitting_to_bytes(model: PlacementModel, sitting: Sitting) -> bytes:
    """Write down a sitting with its particles, so that going on costs nothing.

    Parameters
    ----------
    model : PlacementModel
    sitting : Sitting

    Returns
    -------
    bytes
        Some 50 to 150 kB for 512 particles; needed only while the sitting is open.
    """
    now = sitting.particles
    head = json.dumps(_described(model, sitting), separators=(",", ":")).encode()
    parts = [np.packbits(now.mastered).tobytes(), np.packbits(now.missed).tobytes()]
    parts += [
        each.astype("<f8").tobytes()
        for each in (now.general, now.ability, now.probability, now.ready, sitting.evidence)
    ]
    return _MARK + zlib.compress(struct.pack("<I", len(head)) + head + b"".join(parts), 1)


def sitting_from_bytes(model: PlacementModel, stored: bytes) -> Sitting:
    """Take up a sitting where it was put away.

    Parameters
    ----------
    model : PlacementModel
        The one it was begun with.
    stored : bytes
        From `sitting_to_bytes`.

    Returns
    -------
    Sitting
        The same bits.

    Raises
    ------
    ValueError
        This is no stored sitting, one of another model, or it is cut short.
    """
    if stored[:4] != _MARK:
        raise ValueError("this is no stored sitting")
    try:
        plain = zlib.decompress(stored[4:])
        (length,) = struct.unpack_from("<I", plain)
    except (zlib.error, struct.error) as error:
        raise ValueError("this is no stored sitting") from error
    options, answers = _read_described(model, plain[4 : 4 + length])
    size, n = model.parameters.n_particles, model.n_competencies
    n_units, n_strands = len(model.unit_strand), model.n_strands
    bits, missed_bits = (size * n + 7) // 8, (size * n_units + 7) // 8
    floats = size + size * n_strands + 3 * n
    body = plain[4 + length :]
    if len(body) != bits + missed_bits + 8 * floats:
        raise ValueError("the stored sitting is cut short")
    mastered = np.unpackbits(np.frombuffer(body, np.uint8, bits), count=size * n).reshape(size, n)
    missed = np.unpackbits(np.frombuffer(body, np.uint8, missed_bits, bits), count=size * n_units)
    numbers = np.frombuffer(body, "<f8", floats, bits + missed_bits).astype(np.float64)
    general, ability, probability, ready, evidence = np.split(numbers, np.cumsum([size, size * n_strands, n, n]))
    particles = Particles(
        mastered, general, ability.reshape(size, n_strands), missed.reshape(size, n_units), probability, ready
    )
    return Sitting(options, answers, particles, evidence)
