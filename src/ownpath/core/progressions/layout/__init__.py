"""Our own layered drawing of a progression: rows by level, bands by strand, few crossings, whole numbers."""

from ownpath.core.progressions.layout.crossings import count_crossings
from ownpath.core.progressions.layout.drawing import Layout, lay_out_framework, lay_out_neighbourhood
from ownpath.core.progressions.layout.paths import smooth_path

__all__ = ["Layout", "count_crossings", "lay_out_framework", "lay_out_neighbourhood", "smooth_path"]
