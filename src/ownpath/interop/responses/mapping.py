"""From a file of responses to evidence: checked as a whole first, then stored learner by learner, resumable."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from ownpath.competencies.models import Competency, Framework
from ownpath.competencies.services import add_bare_competencies
from ownpath.core.mastery import Anchors, fit_anchors
from ownpath.evidence.imports import advance_import, begin_import, finish_import
from ownpath.evidence.models import ImportRun
from ownpath.evidence.services import EvidencePiece
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError, InputErrors
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.interop.responses.read import count_rows, read_items, read_responses
from ownpath.interop.responses.staging import SEPARATOR, StagedRow, Staging
from ownpath.people.models import Identity, Role, RoleKind
from ownpath.people.services import NewPerson, add_people
from ownpath.proficiency.services import record_evidence

RESPONSES_AT_ONCE = 5000
MOST_ERRORS = 20
_Row = tuple[str, str | None, tuple[str, ...], float]


@dataclass(slots=True)
class ResponsesReport:
    """What an import did."""

    responses: int = 0
    learners: int = 0
    learners_created: int = 0
    competencies_created: int = 0
    evidence_stored: int = 0
    known_already: int = 0
    resumed_at: int = 0
    attained: int = 0
    finished_before: bool = False


def import_responses(
    path: Path,
    *,
    district: District,
    framework_code: str = "",
    items: Path | None = None,
    create_missing: bool = False,
    progress: Progress = NO_PROGRESS,
) -> ResponsesReport:
    """Import a file of responses. Nothing is stored unless every row is sound; after a kill the same call goes on."""
    content = _sha256(path)
    options = f"{content} {framework_code} {_sha256(items) if items else ''} {create_missing}"
    fingerprint = hashlib.sha256(options.encode()).hexdigest()
    if ImportRun.objects.filter(
        district=district, kind="responses", fingerprint=fingerprint, finished_at__isnull=False
    ).exists():
        return ResponsesReport(finished_before=True)
    with Staging() as staging:
        anchors = _check_and_stage(path, items, staging, progress)
        report = ResponsesReport(responses=staging.count, learners=len(staging.numbers))
        with transaction.atomic():
            framework = _framework(district, framework_code, path, create_missing)
            competency_ids = _competency_ids(district, framework, staging, path, create_missing, report)
            learner_ids = _learner_ids(district, staging, path, create_missing, report)
            run = begin_import(district=district, kind="responses", fingerprint=fingerprint, file_name=path.name)
        report.resumed_at = run.rows_done
        progress.begin("Storing evidence and estimates", staging.count)
        progress.advance(run.rows_done)
        done = 0
        for chunk in _chunks(staging.rows()):
            done += len(chunk)
            if done <= run.rows_done:
                continue
            pieces = list(_pieces(chunk, learner_ids, competency_ids, anchors, content))
            with transaction.atomic():
                recorded = record_evidence(
                    acting_person=None,
                    acting_system="ownpath import responses",
                    district=district,
                    pieces=pieces,
                    recorded_at=run.started_at,
                )
                advance_import(run=run, rows_done=done)
            report.evidence_stored += recorded.stored
            report.known_already += recorded.known_already
            report.attained += recorded.attained
            progress.advance(len(chunk))
        finish_import(run=run, detail={"responses": report.responses, "learners": report.learners})
    return report


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"The file cannot be read: {error.strerror}.", file=path.name) from error


def _check_and_stage(path: Path, items: Path | None, staging: Staging, progress: Progress) -> Anchors:
    """Read all rows once: check them, keep them in order, and see how hard the tasks are."""
    competencies_of_item = read_items(items) if items else None
    errors: list[InputError] = []
    wrong = 0
    progress.begin("Checking every row", count_rows(path))

    def sound_rows() -> Iterator[_Row]:
        nonlocal wrong
        responses = read_responses(path, now_seconds=now().timestamp(), competencies_of_item=competencies_of_item)
        for count, response in enumerate(responses, start=1):
            if count % 5000 == 0:
                progress.advance(5000)
            if isinstance(response, InputError):
                wrong += 1
                if len(errors) < MOST_ERRORS:
                    errors.append(response)
                continue
            staging.add(response)
            yield response.learner, response.item or None, response.competencies, response.result

    anchors = fit_anchors(sound_rows())
    if errors:
        raise InputErrors(errors, wrong)
    if not staging.count:
        raise InputError("There is no response in it.", file=path.name)
    return anchors


def _framework(district: District, code: str, path: Path, create_missing: bool) -> Framework:
    frameworks = Framework.objects.filter(district=district, in_use=True)
    if code or create_missing:
        wanted = code or f"from-{path.stem.lower()}"[:120]
        if found := frameworks.filter(code=wanted).first():
            return found
        if create_missing:
            return add_bare_competencies(acting_person=None, district=district, framework_code=wanted, codes=())
        raise InputError(f"There is no framework {wanted}.", file=path.name, field="framework")
    several = list(frameworks[:2])
    if len(several) != 1:
        raise InputError(
            "Say with --framework which framework the responses are about, or use --create-missing.",
            file=path.name,
            field="framework",
        )
    return several[0]


def _competency_ids(
    district: District,
    framework: Framework,
    staging: Staging,
    path: Path,
    create_missing: bool,
    report: ResponsesReport,
) -> dict[str, int]:
    def known() -> dict[str, int]:
        found: dict[str, int] = {}
        rows = Competency.objects.filter(framework=framework, is_heading=False).order_by("-pk")
        for pk, code, identifier in rows.values_list("pk", "code", "source_identifier"):
            found[identifier] = pk
            if code:
                found[code] = pk
        return found

    ids = known()
    missing = [code for code in staging.competencies if code not in ids]
    if missing and create_missing:
        add_bare_competencies(acting_person=None, district=district, framework_code=framework.code, codes=missing)
        report.competencies_created = len(missing)
        ids = known()
    elif missing:
        _refuse_unknown("competency", {code: staging.competencies[code] for code in missing}, path)
    return {code: ids[code] for code in staging.competencies}


def _learner_ids(
    district: District, staging: Staging, path: Path, create_missing: bool, report: ResponsesReport
) -> dict[int, int]:
    """The inside id of each learner by its number in the file."""
    learners = Role.objects.filter(district=district, kind=RoleKind.LEARNER).values("person")
    ids: dict[str, int] = {}
    identities = Identity.objects.filter(district=district, person__in=learners)
    for pk, uuid, external_id in identities.values_list("person_id", "person__uuid", "external_id").iterator():
        ids[str(uuid)] = pk
        if external_id:
            ids[external_id] = pk
    missing = [name for name in staging.numbers if name not in ids]
    if missing and create_missing:
        made = add_people(
            acting_person=None,
            district=district,
            people=[
                NewPerson(given_name="Learner", family_name=name[:100], external_id=name, roles=(RoleKind.LEARNER,))
                for name in missing
            ],
        )
        ids.update({name: person.pk for name, person in zip(missing, made, strict=True)})
        report.learners_created = len(missing)
    elif missing:
        _refuse_unknown("learner", dict.fromkeys(missing, 0), path)
    return {number: ids[name] for name, number in staging.numbers.items()}


def _refuse_unknown(field: str, rows: dict[str, int], path: Path) -> None:
    errors = [
        InputError(f"The {field} {name} is not known here.", file=path.name, row=row or None, field=field)
        for name, row in list(rows.items())[:MOST_ERRORS]
    ]
    raise InputErrors(errors, len(rows))


def _chunks(rows: Iterable[StagedRow]) -> Iterator[list[tuple[StagedRow, int]]]:
    """Whole learners, about five thousand responses at once; each row with its number among the same."""
    chunk: list[tuple[StagedRow, int]] = []
    seen: Counter[tuple[str, float | None]] = Counter()
    learner = -1
    for row in rows:
        if row[0] != learner:
            learner = row[0]
            seen.clear()
            if len(chunk) >= RESPONSES_AT_ONCE:
                yield chunk
                chunk = []
        elif len(chunk) >= 2 * RESPONSES_AT_ONCE:
            yield chunk
            chunk = []
        same = (row[4] or row[5], row[1])
        seen[same] += 1
        chunk.append((row, seen[same]))
    if chunk:
        yield chunk


def _pieces(
    chunk: list[tuple[StagedRow, int]],
    learner_ids: dict[int, int],
    competency_ids: dict[str, int],
    anchors: Anchors,
    content: str,
) -> Iterator[EvidencePiece]:
    for (number, seconds, order, row, item, joined, result, identifier, hints), repetition in chunk:
        competencies = tuple(joined.split(SEPARATOR))
        happened_at = datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
        if identifier:
            record = f"id {identifier}"
        elif seconds is not None:
            record = _short(f"{item or joined}|{seconds!r}|{repetition}")
        else:
            record = f"{content[:16]} row {row}"
        difficulty = anchors.difficulty(item or None, competencies)
        for competency in competencies:
            yield EvidencePiece(
                learner_id=learner_ids[number],
                competency_id=competency_ids[competency],
                result=result,
                spread=len(competencies),
                task=item,
                task_difficulty=difficulty,
                reference_difficulty=anchors.competency_difficulty(competency),
                hints=hints,
                happened_at=happened_at,
                sequence=order,
                source="responses",
                source_record=record,
                row=row,
            )


def _short(record: str) -> str:
    if len(record) <= 120:
        return record
    return hashlib.blake2s(record.encode()).hexdigest()
