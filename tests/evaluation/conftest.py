"""Threads of peers that wait must not spin while other tests run; it must be said before they are loaded."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
