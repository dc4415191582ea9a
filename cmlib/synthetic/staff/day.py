"""Xiao Zhang's busy day (客户经理小张忙碌的一天): more to do than eight hours hold. The same for every bank."""

from typing import NamedTuple

import pandas as pd

from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Table

#: Working minutes of the day: from nine to six, with an hour's rest.
MINUTES = 480


class Task(NamedTuple):
    """One thing that somebody wants done today."""

    task: str
    from_whom: str
    minutes: int
    value: int
    urgent: bool
    important: bool
    can_be_delegated: bool
    interruptible: bool
    earliest: str = "09:00"
    latest: str = "18:00"


# One task a line.
# fmt: off
TASKS = (
    Task("sit in on the branch's sales meeting", "branch head", 95, 27, True, False, False, False, "09:00", "11:00"),
    Task("fill in the monthly statistics form", "head office", 50, 14, True, False, True, True, "09:00", "17:00"),
    Task("settle a complaint about a wrong booking", "customer", 30, 37, True, True, False, False, "09:00", "15:00"),
    Task("show a walk-in visitor the account opening", "lobby manager", 20, 10, True, False, True, False),
    Task("lunch with a finance director", "customer", 70, 45, False, True, False, False, "12:00", "14:00"),
    Task("look through the early-warning list", "risk department", 30, 33, False, True, False, True),
    Task("file last week's contracts", "operations", 40, 17, False, False, True, True),
    Task("answer a customer who may move her deposits", "customer", 50, 50, True, True, False, False, "09:00", "12:00"),
    Task("help a colleague with the new mobile app", "colleague", 35, 15, True, False, True, True),
    Task("prepare a credit report for tomorrow", "credit committee", 130, 79, True, True, False, True),
    Task("study the rules of a new wealth product", "own plan", 55, 25, False, True, False, True),
    Task("answer messages in the work group", "colleagues", 25, 7, True, False, False, True),
    Task("call ten customers whose deposits mature soon", "own plan", 60, 46, True, True, False, True),
    Task("register a mortgage at the land office", "customer", 105, 35, True, False, True, False, "13:00", "17:00"),
    Task("visit a manufacturer that wants a second loan", "customer", 140, 82, False, True, False, False),
    Task("order gifts for the customer day", "branch head", 35, 12, False, False, True, True),
    Task("write follow-up notes on yesterday's visits", "own plan", 25, 26, False, True, False, True),
    Task("ask a happy customer for an introduction", "own plan", 15, 18, False, True, False, False),
)
# fmt: on

TABLE = Table(
    "day_tasks",
    "Xiao Zhang's busy day",
    "One row a task that a customer manager could do today between nine and six, with an hour's rest when it fits: "
    "480 working minutes. Together the tasks take more than twice as long. What is begun is finished today.",
    ("task_id",),
    (
        Column("task_id", "string", "The task.", "任务编号"),
        Column("task", "string", "What is to be done.", "任务"),
        Column("from_whom", "string", "Who wants it.", "来源"),
        Column("minutes", "integer", "Time it takes.", "所需时间", "minutes", minimum=5, maximum=MINUTES),
        Column(
            "value", "integer", "What doing it today is worth to the bank.", "价值", "points", minimum=1, maximum=100
        ),
        Column("urgent", "boolean", "Whether somebody presses for it.", "紧急"),
        Column("important", "boolean", "Whether it serves the manager's own goals.", "重要"),
        Column("earliest", "string", "Not to be begun before, as hh:mm.", "最早开始"),
        Column("latest", "string", "To be finished by, as hh:mm.", "最迟完成"),
        Column("can_be_delegated", "boolean", "Whether an assistant could do it.", "可授权"),
        Column("interruptible", "boolean", "Whether it can be done in small blocks of time.", "可分段"),
    ),
)


def make(world, house) -> Made:
    """The day, which is the same in every bank."""
    tasks = pd.DataFrame(TASKS)
    tasks.insert(0, "task_id", [f"D{number:02}" for number in range(1, len(TASKS) + 1)])
    return Made({TABLE.name: tasks}, {})


ROOM = Room("busy day", (TABLE.name,), make)
