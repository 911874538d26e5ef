"""Fills a new Kolibri home with a school: run by Kolibri's own Python, never by ours; `kolibri_pages.py` calls it.

    KOLIBRI_HOME=HOME FOLDER/bin/python benchmarks/kolibri_school.py RECORDS.json

RECORDS.json holds `titles` of competencies and, for each learner, `[competency, answers, right, first, last]`, with
moments as seconds. Each competency becomes an exercise of one channel; each answer an attempt, with the logs that
Kolibri's own pages would have written around it. One line of JSON comes out: whom to sign in as, how many rows.
"""

from __future__ import annotations

import itertools
import json
import sys
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

CLASS_SIZE = 25
LESSONS_OF_A_CLASS = 3
EXERCISES_OF_A_LESSON = 8
RIGHT_TO_COMPLETE = 2
NEEDS_HELP_AFTER = 4  # unsuccessful answers, as Kolibri counts them
MASTERY = {"type": "m_of_n", "m": RIGHT_TO_COMPLETE, "n": RIGHT_TO_COMPLETE}
BATCH = 2000
CHANNEL = uuid.uuid5(uuid.NAMESPACE_URL, "benchmark channel").hex


def moment(seconds):
    return datetime.fromtimestamp(seconds, tz=UTC)


def store(rows):
    """Rows of one table, with the identifiers that Kolibri makes for its own."""
    rows = iter(rows)
    stored = 0
    while batch := list(itertools.islice(rows, BATCH)):
        for row in batch:
            row.id = row.calculate_uuid()
        type(batch[0]).objects.bulk_create(batch)
        stored += len(batch)
    return stored


def make_channel(titles):
    """One exercise for each competency; the list says where each stands."""
    from kolibri.core.content.models import AssessmentMetaData, ChannelMetadata, ContentNode

    def node(name, title, kind, **more):
        return {
            "id": uuid.uuid5(uuid.NAMESPACE_URL, name).hex,
            "content_id": uuid.uuid5(uuid.NAMESPACE_URL, name + " content").hex,
            "channel_id": CHANNEL,
            "title": title[:200],
            "kind": kind,
            "available": True,
            "admin_imported": True,
            **more,
        }

    exercises = [
        node(f"exercise {number}", title, "exercise", on_device_resources=1, learning_activities="VwRCom7G")
        for number, title in enumerate(titles)
    ]
    root = node("root", "Competencies", "topic", on_device_resources=len(titles))
    nodes = ContentNode.objects.build_tree_nodes({**root, "children": exercises})
    for each in nodes[1:]:
        each.parent_id = nodes[0].id
    ContentNode.objects.bulk_create(nodes, batch_size=200)
    AssessmentMetaData.objects.bulk_create(
        [
            AssessmentMetaData(
                id=uuid.uuid5(uuid.NAMESPACE_URL, each["id"]).hex,
                contentnode_id=each["id"],
                assessment_item_ids=[f"task {task}" for task in range(20)],
                number_of_assessments=20,
                mastery_model=MASTERY,
                is_manipulable=True,
            )
            for each in exercises
        ],
        batch_size=200,
    )
    ChannelMetadata.objects.create(
        id=CHANNEL,
        name="Competencies",
        root_id=nodes[0].id,
        min_schema_version="1",
        total_resource_count=len(titles),
        last_updated=datetime.now(tz=UTC),
    )
    return exercises


def make_learners(facility, how_many, password):
    """People with one password between them: hashing one for each would take minutes and change nothing."""
    from kolibri.core.auth.models import FacilityUser

    store(
        FacilityUser(
            username=f"learner{number}",
            full_name=f"Learner {number}",
            password=password,
            facility=facility,
            dataset_id=facility.dataset_id,
            gender="NOT_SPECIFIED",
            birth_year="NOT_SPECIFIED",
        )
        for number in range(how_many)
    )
    by_name = {person.username: person for person in FacilityUser.objects.filter(facility=facility)}
    return [by_name[f"learner{number}"] for number in range(how_many)]


def make_class(facility, number, members, coach, exercises, work):
    """A class with a coach; its lessons hold what most of its learners worked on. Which exercises those are."""
    from kolibri.core.auth.models import Classroom
    from kolibri.core.lessons.models import Lesson, LessonAssignment

    classroom = Classroom.objects.create(name=f"Class {number}", parent=facility)
    classroom.add_coach(coach)
    for member in members:
        classroom.add_member(member)
    worked_on = Counter(competency for records in work for competency, *_rest in records)
    chosen = sorted(worked_on, key=lambda competency: (-worked_on[competency], competency))
    assigned = {}
    for lesson_number in range(LESSONS_OF_A_CLASS):
        begin = lesson_number * EXERCISES_OF_A_LESSON
        resources = [exercises[competency] for competency in chosen[begin : begin + EXERCISES_OF_A_LESSON]]
        lesson = Lesson.objects.create(
            title=f"Lesson {lesson_number + 1}",
            collection=classroom,
            created_by=coach,
            is_active=True,
            resources=[
                {"contentnode_id": each["id"], "content_id": each["content_id"], "channel_id": CHANNEL}
                for each in resources
            ],
        )
        LessonAssignment.objects.create(lesson=lesson, collection=classroom, assigned_by=coach)
        assigned |= {each["id"]: lesson.id for each in resources}
    return classroom, assigned


def make_work(learners, exercises, work):
    """Every answer as an attempt, in one session for each learner and competency."""
    from kolibri.core.logger.models import AttemptLog, ContentSessionLog, ContentSummaryLog, MasteryLog

    sessions, summaries, masteries, counted = [], [], [], []
    for learner, records in zip(learners, work, strict=True):
        for competency, answers, right, first, last in records:
            exercise = exercises[competency]
            complete = right >= RIGHT_TO_COMPLETE
            common = {
                "user_id": learner.id,
                "dataset_id": learner.dataset_id,
                "start_timestamp": moment(first),
                "end_timestamp": moment(last),
                "time_spent": 40.0 * answers,
            }
            where = {"content_id": exercise["content_id"], "channel_id": CHANNEL, "kind": "exercise"}
            progress = min(right / RIGHT_TO_COMPLETE, 1.0)
            done = moment(last) if complete else None
            sessions.append(ContentSessionLog(progress=progress, **common, **where))
            summaries.append(ContentSummaryLog(progress=progress, completion_timestamp=done, **common, **where))
            summaries[-1].id = summaries[-1].calculate_uuid()
            masteries.append(
                MasteryLog(
                    summarylog_id=summaries[-1].id,
                    mastery_criterion=MASTERY,
                    mastery_level=1,
                    complete=complete,
                    completion_timestamp=done,
                    **common,
                )
            )
            counted.append((answers, right, first, last))
    store(sessions)
    store(summaries)
    store(masteries)

    def attempts():
        for session, mastery, (answers, right, first, last) in zip(sessions, masteries, counted, strict=True):
            for number in range(answers):
                begun = moment(first + (last - first) * number / answers)
                correct = float(number >= answers - right)
                yield AttemptLog(
                    user_id=session.user_id,
                    dataset_id=session.dataset_id,
                    sessionlog_id=session.id,
                    masterylog_id=mastery.id,
                    item=f"task {number % 20}",
                    start_timestamp=begun,
                    end_timestamp=begun + timedelta(seconds=40),
                    completion_timestamp=begun + timedelta(seconds=40),
                    time_spent=40.0,
                    complete=True,
                    correct=correct,
                    simple_answer="12",
                    answer={"value": "12"},
                    interaction_history=[{"type": "answer", "answer": {"value": "12"}, "correct": correct}],
                )

    return store(attempts())


def make_notifications(classroom, assigned, learners, exercises, work):
    """What Kolibri tells a coach of the exercises that are assigned: begun, completed, needs help."""
    from kolibri.core.notifications.models import LearnerProgressNotification

    rows = []
    for learner, records in zip(learners, work, strict=True):
        for competency, answers, right, first, last in records:
            exercise = exercises[competency]["id"]
            if exercise not in assigned:
                continue
            events = [("Resource", "Started", first, "")]
            if right >= RIGHT_TO_COMPLETE:
                events.append(("Resource", "Completed", last, ""))
            if answers - right >= NEEDS_HELP_AFTER:
                events.append(("Resource", "HelpNeeded", last, "MultipleUnsuccessfulAttempts"))
            rows += [
                LearnerProgressNotification(
                    notification_object=about,
                    notification_event=event,
                    user_id=learner.id,
                    classroom_id=classroom.id,
                    assignment_collections=[classroom.id],
                    contentnode_id=exercise,
                    lesson_id=assigned[exercise],
                    reason=reason,
                    timestamp=moment(seconds),
                )
                for about, event, seconds, reason in events
            ]
    LearnerProgressNotification.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def main():
    from kolibri.utils.main import initialize

    initialize()
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command
    from kolibri.core.auth.models import Facility, FacilityUser

    with open(sys.argv[1]) as file:
        plan = json.load(file)
    password = plan["password"]
    call_command(
        "provisiondevice",
        facility="Benchmark",
        preset="formal",
        superusername="administrator",
        superuserpassword=password,
        language_id="en",
        interactive=False,
    )
    facility = Facility.objects.get()
    exercises = make_channel(plan["titles"])
    learners = make_learners(facility, len(plan["learners"]), make_password(password))
    classes, notifications = [], 0
    for number, begin in enumerate(range(0, len(learners), CLASS_SIZE)):
        members, work = learners[begin : begin + CLASS_SIZE], plan["learners"][begin : begin + CLASS_SIZE]
        coach = FacilityUser(username=f"coach{number}", full_name=f"Coach {number}", facility=facility)
        coach.password = make_password(password) if number == 0 else "!"
        coach.save()
        classroom, assigned = make_class(facility, number, members, coach, exercises, work)
        notifications += make_notifications(classroom, assigned, members, exercises, work)
        classes.append(classroom.id)
    attempts = make_work(learners, exercises, plan["learners"])
    counts = {"learners": len(learners), "classes": len(classes), "attempts": attempts, "notifications": notifications}
    print(json.dumps({"facility": facility.id, "first_class": classes[0], "first_learner": learners[0].id, **counts}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
