"""Which named misconception stands behind what students saw: the messages joined with the answer bank."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cmlib.instructor.answers import Answer
from cmlib.instructor.report.paper import Paper
from cmlib.instructor.result import Result
from cmlib.instructor.summary import Misunderstanding

Bank = Mapping[str, Sequence[Answer]]


@dataclass(frozen=True)
class Misconception:
    """A mistake that the bank knows, and whose results look like it.

    ``names`` are several where the checks cannot tell them apart; ``what`` says what each does.
    """

    task: str
    names: tuple[str, ...]
    what: tuple[str, ...]
    students: tuple[str, ...]


def named_misconceptions(results: Iterable[Result], paper: Paper, bank: Bank) -> list[Misconception]:
    """The misconceptions that students' results look like, the most frequent first.

    A result looks like an answer of the bank when the answer's hint is in the message at the first check that the
    answer loses. Where several fit, those count that lose the very same checks; where no hint fits, those do.
    """
    seen: dict[tuple[str, tuple[Answer, ...]], list[str]] = {}
    for result in results:
        if not result.scored:
            continue
        for task, checks in paper.checks_by_task.items():
            lost = {check for check in checks if result.cells.get(check, 0.0) < paper.checks[check]}
            if lost and task not in result.unanswered and (fit := _fitting(bank.get(task, ()), lost, result.messages)):
                seen.setdefault((task, fit), []).append(result.student)
    order = list(paper.checks_by_task)
    found = [
        Misconception(task, tuple(map(plain_name, fit)), tuple(each.what for each in fit), tuple(students))
        for (task, fit), students in seen.items()
    ]
    return sorted(found, key=lambda each: (-len(each.students), order.index(each.task), each.names))


def causes_of(found: Iterable[Misunderstanding], paper: Paper, bank: Bank) -> dict[Misunderstanding, str]:
    """For each message the answers of the bank to whose first lost check it belongs."""
    return {
        each: "; ".join(
            f"{plain_name(answer)}: {answer.what}"
            for answer in bank.get(paper.task_of(each.check), ())
            if answer.hint and answer.loses[:1] == (each.check,) and _is_in(answer.hint, each.message)
        )
        for each in found
    }


def plain_name(answer: Answer) -> str:
    """The name without its kind: ``misconception_wrong_base`` is "wrong base"; a typed-in result says so."""
    if answer.kind == "constant":
        return "typed-in result"
    return answer.name.partition("_")[2].replace("_", " ")


def _fitting(answers: Sequence[Answer], lost: set[str], messages: Mapping[str, str]) -> tuple[Answer, ...]:
    hinted = [
        each
        for each in answers
        if each.hint and each.loses[0] in lost and _is_in(each.hint, messages.get(each.loses[0], ""))
    ]
    without = [each for each in answers if each.loses and not each.hint]
    same = [each for each in hinted if set(each.loses) == lost] or [e for e in without if set(e.loses) == lost]
    return tuple(same or hinted)


def _is_in(hint: str, message: str) -> bool:
    return _plain(hint) in _plain(message)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
