"""Which names a piece of code needs from the notebook before it runs."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from cmlib.instructor.judge.binding import local_names
from cmlib.instructor.judge.syntax import parse

#: Code that uses one of these may reach any name: ``globals()["x"]``, ``eval("x")``, ``import __main__``, magics.
REACHES_ALL = frozenset({"__main__", "dir", "eval", "exec", "get_ipython", "globals", "locals", "vars"})


def names_used(source: str, helpers: Mapping[str, frozenset[str]] | None = None) -> frozenset[str]:
    """The names that a cell reads and has not set itself before.

    ``helpers`` are functions that other cells defined, each with the names that its body reads: what a function
    needs counts wherever its name is used. A cell that is not Python uses no names.

    >>> sorted(names_used("x = 3\\nassert scaled(x) == other(2)", {"other": frozenset({"rate"})}))
    ['other', 'rate', 'scaled']
    """
    return _with_helpers(_of_cell(source), helpers or {})


def helpers_in(source: str) -> dict[str, frozenset[str]]:
    """The functions and classes that a cell defines, each with the names that its body reads."""
    tree = parse(source)
    found: dict[str, frozenset[str]] = {}
    for node in _statements(tree) if tree else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found[node.name] = found.get(node.name, frozenset()) | _read([node])
        elif isinstance(node, ast.Assign) and any(isinstance(each, ast.Lambda) for each in ast.walk(node.value)):
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
            found |= {name: found.get(name, frozenset()) | _read([node.value]) for name in names}
    return found


@lru_cache(maxsize=512)
def _of_cell(source: str) -> frozenset[str]:
    tree = parse(source)
    return frozenset() if tree is None else _read(tree.body)


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """The statements of a cell itself, those of its branches and loops too, but not those of its functions."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.stmt):
            yield inner
        if not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr):
            yield from _statements(inner)


def _with_helpers(used: frozenset[str], helpers: Mapping[str, frozenset[str]]) -> frozenset[str]:
    known: set[str] = set()
    waiting = set(used)
    while waiting:
        name = waiting.pop()
        known.add(name)
        waiting |= helpers.get(name, frozenset()) - known
    return frozenset(known)


def _read(nodes: Iterable[ast.AST]) -> frozenset[str]:
    reader = _Reader(set(), set())
    for node in nodes:
        reader.visit(node)
    return frozenset(reader.used)


class _Reader(ast.NodeVisitor):
    """Walks code in the order in which it runs.

    ``ready`` are the names that have been set so far, ``around`` those of them that a function defined here sees:
    all but the names of a class body.
    """

    def __init__(self, ready: set[str], used: set[str], around: set[str] | None = None) -> None:
        self.ready = ready
        self.used = used
        self.around = ready if around is None else around

    def apart(self, nodes: Iterable[ast.AST | None], also: Iterable[str] = ()) -> None:
        """Read nodes that may not run: what they set is not set afterwards."""
        around = None if self.around is self.ready else self.around
        self._read(_Reader(self.ready | set(also), self.used, around), nodes)

    def in_function(self, nodes: Iterable[ast.AST | None], own: Iterable[str]) -> None:
        """Read a function's body, which has names of its own."""
        self._read(_Reader(self.around | set(own), self.used), nodes)

    def _read(self, inner: "_Reader", nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                inner.visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.ready.add(node.id)
        elif node.id not in self.ready:
            self.used.add(node.id)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and "__main__" in node.value:
            self.used.add("__main__")

    def visit_Assign(self, node: ast.Assign) -> None:
        self.in_order([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None or not isinstance(node.target, ast.Name):
            self.in_order([node.annotation, node.value, node.target])
        else:
            self.visit(node.annotation)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.visit(ast.Name(node.target.id, ast.Load()))
        self.in_order([node.value, node.target])

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.in_order([node.value, node.target])

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.apart([node.target, *node.body])
        self.apart(node.orelse)

    visit_AsyncFor = visit_For

    def visit_While(self, node: ast.While | ast.If) -> None:
        self.visit(node.test)
        self.apart(node.body)
        self.apart(node.orelse)

    visit_If = visit_While

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.visit(node.test)
        self.apart([node.body])
        self.apart([node.orelse])

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self.visit(node.values[0])
        self.apart(node.values[1:])

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        self.apart([*node.body, *node.orelse])
        for handler in node.handlers:
            self.apart([handler.type, *handler.body], [handler.name] if handler.name else [])
        self.in_order(node.finalbody)

    visit_TryStar = visit_Try

    def visit_Match(self, node: ast.Match) -> None:
        self.visit(node.subject)
        for case in node.cases:
            captured = [getattr(each, "name", None) or getattr(each, "rest", None) for each in ast.walk(case.pattern)]
            self.apart([case.pattern, case.guard, *case.body], [name for name in captured if name])

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.in_order([*node.decorator_list, *_evaluated(node.args), node.returns])
        self.in_function(node.body, local_names(node) | {node.name})
        self.ready.add(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.in_order(_evaluated(node.args))
        self.in_function([node.body], local_names(node))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.in_order([*node.decorator_list, *node.bases, *node.keywords])
        self._read(_Reader(set(self.ready), self.used, self.around | {node.name}), node.body)
        self.ready.add(node.name)

    def visit_comprehension_scope(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> None:
        self.apart([*_clauses(node.generators), node.elt])

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_comprehension_scope

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self.apart([*_clauses(node.generators), node.key, node.value])

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "__main__" or getattr(node, "module", None) == "__main__":
                self.used.add("__main__")
            self.ready.add(alias.asname or alias.name.split(".")[0])

    visit_ImportFrom = visit_Import

    def in_order(self, nodes: Iterable[ast.AST | None]) -> None:
        """Visit each node that is there."""
        for node in nodes:
            if node is not None:
                self.visit(node)


def _clauses(generators: list[ast.comprehension]) -> list[ast.AST]:
    """Parts of ``for a in b if c`` in the order in which they run."""
    return [part for each in generators for part in (each.iter, each.target, *each.ifs)]


def _evaluated(arguments: ast.arguments) -> list[ast.AST | None]:
    """What runs when a function is defined: defaults and annotations."""
    annotated = [each.annotation for each in ast.walk(arguments) if isinstance(each, ast.arg)]
    return [*arguments.defaults, *arguments.kw_defaults, *annotated]
