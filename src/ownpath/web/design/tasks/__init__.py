"""A task on a page: what is asked, by kind; what was answered; what was right. One design for learners and writers."""

from ownpath.web.design.tasks.asking import AskedTask, ask_task
from ownpath.web.design.tasks.reading import read_answer
from ownpath.web.design.tasks.told import ToldTask, tell_answer, tell_task

__all__ = ["AskedTask", "ToldTask", "ask_task", "read_answer", "tell_answer", "tell_task"]
