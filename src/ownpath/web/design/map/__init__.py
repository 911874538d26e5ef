"""The map of competencies: a drawing, and the same as a list."""

from ownpath.web.design.map.drawn import DrawnMap, MapSheet
from ownpath.web.design.map.framework import draw_framework_map, list_framework
from ownpath.web.design.map.neighbourhood import draw_neighbourhood_map

__all__ = ["DrawnMap", "MapSheet", "draw_framework_map", "draw_neighbourhood_map", "list_framework"]
