"""The one cast of tests, demo and docs: everybody of `ownpath.demo.cast`."""

from ownpath.demo import cast
from ownpath.demo.cast import *  # noqa: F403 (the same names, wherever a test looks for them)

__all__ = cast.__all__
