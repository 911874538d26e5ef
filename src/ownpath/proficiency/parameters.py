"""The model's parameters as a district keeps them: to bytes and back, stored once, read once per process."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from ownpath.core.mastery import MODEL_NAME, MODEL_VERSION, Parameters, default_parameters
from ownpath.foundation.models import District
from ownpath.proficiency.models import ParameterSet


def parameters_to_bytes(parameters: Parameters) -> bytes:
    """All numbers, exactly."""
    own = getattr(parameters, "to_bytes", None)
    if own is not None:
        return bytes(own())
    values = {each.name: getattr(parameters, each.name) for each in fields(parameters) if each.init}
    return json.dumps(values).encode()


def parameters_from_bytes(body: bytes) -> Parameters:
    """What `parameters_to_bytes` wrote."""
    own = getattr(Parameters, "from_bytes", None)
    if own is not None:
        read: Parameters = own(body)
        return read
    return Parameters(**{name: _as_tuples(value) for name, value in json.loads(body).items()})


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(each) for each in value) if isinstance(value, list) else value


def is_of_this_model(parameter_set: ParameterSet) -> bool:
    """Whether the installed model can compute with a stored set."""
    return (parameter_set.model_name, parameter_set.model_version) == (MODEL_NAME, MODEL_VERSION) and bool(
        parameter_set.body
    )


@lru_cache(maxsize=32)
def load_parameters(parameter_set_id: int, parameters_hash: str) -> Parameters:
    """A stored set's numbers; of a set that another version of the model made, the shipped ones stand in its place.

    A set never changes, so a process reads it once. The hash stands beside the number because numbers come back in
    tests.
    """
    shipped = default_parameters()
    if parameters_hash == shipped.hash:
        return shipped
    stored = ParameterSet.objects.get(pk=parameter_set_id)
    return parameters_from_bytes(bytes(stored.body)) if is_of_this_model(stored) else shipped


def store_parameters(
    *,
    district: District,
    parameters: Parameters,
    moment: datetime,
    responses: int = 0,
    learners: int = 0,
    evidence_until: datetime | None = None,
) -> ParameterSet:
    """Keep a set; the same numbers are kept once. Without responses it is the shipped one."""
    stored, _made = ParameterSet.objects.get_or_create(
        district=district,
        hash=parameters.hash,
        defaults={
            "body": parameters_to_bytes(parameters),
            "origin": ParameterSet.Origin.FITTED if responses else ParameterSet.Origin.SHIPPED,
            "model_name": MODEL_NAME,
            "model_version": MODEL_VERSION,
            "fitted_at": moment,
            "responses": responses,
            "learners": learners,
            "evidence_until": evidence_until,
        },
    )
    if not stored.body:
        # A database from before parameters were kept knew only their hash.
        stored.body = parameters_to_bytes(parameters)
        stored.save(update_fields=["body"])
    return stored
