"""Ownpath: every learner, every day, met where they are."""

__version__ = "0.1.0"
