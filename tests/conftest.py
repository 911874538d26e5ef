"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ownpath", deadline=None, derandomize=True)
settings.load_profile("ownpath")
os.environ.setdefault("OWNPATH_MODE", "test")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Outside data beside the checkout; where it is absent the test is skipped and says so."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the outside data folder ../shared/data is not there")
    return folder
