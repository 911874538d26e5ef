"""What the import contracts cannot see."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from ownpath.foundation.invariants import own_models

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "ownpath").rglob("*.py"))
LAYERS = ["foundation", "people", "schools", "competencies", "evidence", "proficiency"]
LAYERS += ["assessment", "opportunities", "plans", "reports", "web"]
CATEGORIES = {"none", "identity", "contact", "learning", "access"}
OUR_MODELS = own_models()
NEVER_COMMITTED = {
    "an address of a package registry": re.compile(r"pypi\.org|pythonhosted|registry\.npm|npmjs|deb\.debian"),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root|home)/\w"),
    "a secret": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_\w{30}"),
}
THIS_FILE = "tests/architecture/test_the_house.py"
NO_TESTS_OF_WORDS = {"interop"}
OTHER_WORDS = re.compile(r"(?:^|_)(?:student|pupil|instructor|skill|gradebook|percentile)s?(?:_|$)")


def upward_keys(models: list[type]) -> list[str]:
    """Foreign keys that point to a layer above their own."""
    wrong = []
    for model in models:
        own = LAYERS.index(model._meta.app_label)
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or target._meta.app_label not in LAYERS:
                continue
            if LAYERS.index(target._meta.app_label) > own:
                wrong.append(f"{model.__name__}.{field.name}")
    return wrong


def undeclared_personal_data(model: type) -> list[str]:
    """Fields that do not say which personal data they hold, and declarations that name no field."""
    fields = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]} - {
        "id",
        "uuid",
        "district",
    }
    declared = model.personal_data
    return sorted(fields ^ set(declared)) + sorted(set(declared.values()) - CATEGORIES)


def forbidden_in_core(source: str) -> list[str]:
    """Clocks, global chance and Django."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "random"
            and node.attr not in {"Generator", "default_rng", "SeedSequence"}
        ):
            found.append(f"np.random.{node.attr}")
        elif isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
            found.append(node.attr)
        found += [name for name in names if name.split(".")[0] in {"django", "time", "random", "secrets"}]
    return found


EXPECTED = {"to_contain_text", "to_have_text", "to_have_count", "to_have_value", "sees"}


def untestable_tests(source: str) -> list[str]:
    """Tests in which nothing is claimed."""
    wrong = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        claims = [
            each
            for each in ast.walk(node)
            if isinstance(each, ast.Assert)
            or (isinstance(each, ast.Attribute) and each.attr in {"raises", "assert_array_equal", "assert_allclose"})
            # Playwright's `expect(...).to_...()` fails where what it names does not come about; `sees` is built on it.
            or (isinstance(each, ast.Attribute) and (each.attr.startswith("to_be") or each.attr in EXPECTED))
        ]
        if not claims:
            wrong.append(node.name)
    return wrong


def words_not_ours(source: str) -> list[str]:
    """Names in code that the glossary has another word for."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return sorted(name for name in names if OTHER_WORDS.search(name.lower()))


def committed_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_foreign_keys_point_down_the_house() -> None:
    assert OUR_MODELS
    assert upward_keys(OUR_MODELS) == []


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_every_field_says_which_personal_data_it_holds(model: type) -> None:
    assert undeclared_personal_data(model) == []


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_every_row_belongs_to_a_district(model: type) -> None:
    assert model.__name__ == "District" or model._meta.get_field("district").null is False


def test_evidence_holds_no_identity() -> None:
    evidence = apps.get_model("evidence", "Evidence")
    assert set(evidence.personal_data.values()) <= {"none", "learning"}


def test_the_core_knows_no_clock_no_global_chance_and_no_django() -> None:
    for path in SOURCES:
        if "core" in path.parts:
            assert forbidden_in_core(path.read_text()) == [], path


def test_no_module_grows_beyond_450_lines_and_none_is_a_drawer() -> None:
    assert [path.name for path in SOURCES if len(path.read_text().splitlines()) > 450] == []
    drawers = {"utils", "helpers", "common", "manager", "managers", "signals"}
    assert [path for path in SOURCES if path.stem in drawers] == []


def test_no_model_overrides_save() -> None:
    assert [path for path in SOURCES if re.search(r"^    def save\(", path.read_text(), re.MULTILINE)] == []


def test_nothing_is_committed_that_belongs_to_one_machine_or_is_secret() -> None:
    found = []
    for name in committed_files():
        if name in {THIS_FILE, "LICENSE"}:
            continue
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
        found += [f"{name}: {what}" for what, pattern in NEVER_COMMITTED.items() if pattern.search(text)]
    assert found == []


def test_every_test_claims_something() -> None:
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        assert untestable_tests(path.read_text()) == [], path


def test_code_uses_the_words_of_the_glossary() -> None:
    for path in SOURCES:
        if not NO_TESTS_OF_WORDS & set(path.parts):
            assert words_not_ours(path.read_text()) == [], path


def test_the_checkers_notice_what_they_are_for() -> None:
    assert forbidden_in_core("import django\nimport numpy as np\nnp.random.seed(1)") != []
    assert forbidden_in_core("from datetime import datetime\ndatetime.now()") == ["now"]
    assert untestable_tests("def test_x():\n    print(1)") == ["test_x"]
    assert words_not_ours("student_count = 1") == ["student_count"]
    assert NEVER_COMMITTED["a path of one machine"].search("open('/ro" + "ot/x')")

    class Undeclared:
        personal_data = {"name": "secret"}

        class _meta:  # noqa: N801
            concrete_fields = [type("Field", (), {"name": "name"})(), type("Field", (), {"name": "email"})()]
            many_to_many: list[object] = []

    assert undeclared_personal_data(Undeclared) == ["email", "secret"]
