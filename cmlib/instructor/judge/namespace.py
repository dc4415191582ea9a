"""The notebook's names as the judge has them: the instructor's stay, the student's come for a cell and go again."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from cmlib.instructor.judge.changing import changed
from cmlib.instructor.judge.remote_refusal import NotGradable
from cmlib.instructor.judge.scope import REACHES_ALL, scope_of
from cmlib.instructor.judge.syntax import parse


class Fetches(Protocol):
    """Where the student's values come from; `Inside` does this."""

    def fetch(self, names: Collection[str]) -> Mapping[str, object]: ...


class Namespace:
    """Whose name is whose, as the walk goes on.

    A name of the student's that a check has set itself stays with the judge until a later cell of the student sets
    it again, as it would in one process.
    """

    def __init__(
        self,
        values: dict[str, Any],
        inside: Fetches,
        students: Collection[str],
        imports: Mapping[str, str],
        import_here: Callable[[str], dict[str, Any]],
    ) -> None:
        self.values = values
        #: Why a name of the student's could not be fetched, for the current cell.
        self.unfit: dict[str, str] = {}
        self._inside = inside
        self._students = frozenset(students)
        self._imports = imports
        self._import_here = import_here
        self._helpers: dict[str, frozenset[str]] = {}
        self._set_by_checks: set[str] = set()

    @contextmanager
    def for_instructor(self, source: str) -> Iterator[None]:
        """While the instructor's code runs: the student's names that it uses have the student's values, or none."""
        self.learn(source)
        self.unfit = {}
        used = scope_of(source).needs(self._helpers)
        wanted = (self._students if used & REACHES_ALL else used & self._students) - self._set_by_checks
        fetched = self._fetch(sorted(wanted))
        self._import(used)
        before = {name: self.values.pop(name) for name in wanted if name in self.values}
        self.values.update(fetched)
        try:
            yield
        finally:
            for name in wanted:
                self.values.pop(name, None)
            self.values.update(before)

    @contextmanager
    def for_check(self, source: str) -> Iterator[None]:
        """The same, and what the check sets of the student's names is the judge's afterwards."""
        own = scope_of(source).assigned & self._students
        kept: dict[str, Any] = {}
        try:
            with self.for_instructor(source):
                try:
                    yield
                finally:
                    kept = {name: self.values[name] for name in own if name in self.values}
        finally:
            self._set_by_checks |= kept.keys()
            self.values.update(kept)

    def ran_inside(self, source: str) -> None:
        """A cell ran in the student's process: what it has set of the student's names counts again."""
        if not self._set_by_checks:
            return
        self._set_by_checks -= _may_set(source, self._students)

    def check_ran_inside(self, source: str) -> None:
        """What a check sets that ran in the student's process is there, and is fetched like a name of the student's."""
        self._students |= scope_of(source).assigned
        self.ran_inside(source)

    def learn(self, source: str) -> None:
        """Note the functions of a cell of the instructor's, whether it is run or not."""
        self._helpers |= scope_of(source).helpers

    def _fetch(self, wanted: list[str]) -> dict[str, object]:
        if not wanted:
            return {}
        try:
            return dict(self._inside.fetch(wanted))
        except NotGradable:
            return self._one_by_one(wanted)

    def _one_by_one(self, wanted: list[str]) -> dict[str, object]:
        """A value that cannot come does not keep the others."""
        fetched: dict[str, object] = {}
        for name in wanted:
            try:
                fetched.update(self._inside.fetch([name]))
            except NotGradable as error:
                self.unfit[name] = str(error)
        return fetched

    def _import(self, used: Collection[str]) -> None:
        """The judge's own imports, of names that the student has imported as the reference solution does."""
        missing = [name for name in self._imports if name in used and name not in self.values]
        for name in self._fetch(missing) if missing else ():
            self.values.update(self._import_here(self._imports[name]))


def _may_set(source: str, students: frozenset[str]) -> frozenset[str]:
    """Which of the student's names a cell may have set."""
    tree, scope = parse(source), scope_of(source)
    if tree is None or scope.used & REACHES_ALL:
        return students
    try:
        return scope.assigned | changed(tree)
    except RecursionError:  # an expression of thousands of terms
        return students
