"""What code binds and what it changes: the names that a cell assigns, imports, or alters in place."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from cmlib.instructor.judge.syntax import base_name

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

#: Methods that give something back and change their object all the same.
_TAKING = {"pop", "popitem", "popleft", "setdefault"}
#: Methods that stand alone on a line only to show something.
_SHOWING = {"describe", "head", "info", "sample", "savefig", "show", "tail"}
#: Methods by which a table is shown, without data of their own, and an Axes drawn on, with data.
_DRAWING = {"boxplot", "hist", "plot"}
#: Functions that change what they are given first.
_CHANGE_FIRST = {"delattr", "heapify", "heappop", "heappush", "insort", "insort_left", "insort_right", "setattr"}
_CHANGE_FIRST |= {"shuffle"}
#: Keywords by which a function is told what to write to or draw on.
_WRITTEN_TO = {"ax", "out"}


@dataclass
class Bindings(ast.NodeVisitor):
    """Names that a block of code binds in its own scope; visit the block's statements with it."""

    assigned: set[str] = field(default_factory=set)
    imported: dict[str, str] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.assigned.add(node.id)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.assigned.add(node.name)
        self._visit_all([*node.decorator_list, node.args])

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.assigned.add(node.name)
        self._visit_all([*node.decorator_list, *node.bases, *node.keywords])

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit(node.args)

    def visit_comprehension_scope(self, node: ast.AST) -> None:
        """A comprehension keeps its own names to itself, all but those of ``:=``."""
        inner = (each.target for each in ast.walk(node) if isinstance(each, ast.NamedExpr))
        self.assigned.update(each.id for each in inner)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehension_scope

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.assigned.update([node.name] if node.name else [])
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.assigned.update([node.name] if node.name else [])
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.assigned.update([node.rest] if node.rest else [])
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.imported[alias.asname or alias.name.split(".")[0]] = ast.unparse(ast.Import([alias]))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            statement = ast.unparse(ast.ImportFrom(node.module, [alias], node.level))
            self.imported[alias.asname or alias.name] = statement

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self.elsewhere.update(node.names)

    visit_Nonlocal = visit_Global

    def _visit_all(self, nodes: list[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)


def bindings(tree: ast.Module) -> Bindings:
    """What a cell binds in the notebook's namespace, a function's ``global`` names included."""
    found = Bindings()
    found.visit(tree)
    for inner in ast.walk(tree):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            own = _bound_in(inner)
            declared = {name for each in ast.walk(inner) if isinstance(each, ast.Global) for name in each.names}
            found.assigned |= declared & (own.assigned | own.imported.keys())
    return found


def changed(tree: ast.Module) -> set[str]:
    """Names of the notebook whose values a cell alters in place, in a function's body too."""
    return set(_changed(tree, frozenset()))


def local_names(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    """The names that are a function's own: its arguments and what its body binds."""
    own = _bound_in(function)
    arguments = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    return arguments | (own.assigned | own.imported.keys()) - own.elsewhere


def _bound_in(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Bindings:
    own = Bindings()
    for node in function.body if isinstance(function.body, list) else [function.body]:
        own.visit(node)
    return own


def _changed(node: ast.AST, hidden: frozenset[str]) -> Iterator[str]:
    if isinstance(node, _FUNCTIONS):
        hidden = hidden | local_names(node)
    elif isinstance(node, _COMPREHENSIONS):
        hidden = hidden | _loop_names(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, _COMPREHENSIONS):
        hidden = hidden | _loop_names(node.value)
    yield from (name for each in _objects_changed(node) if (name := base_name(each)) and name not in hidden)
    for inner in ast.iter_child_nodes(node):
        yield from _changed(inner, hidden)


def _loop_names(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> set[str]:
    targets = (name for each in node.generators for name in ast.walk(each.target))
    return {each.id for each in targets if isinstance(each, ast.Name)}


def _objects_changed(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions whose value this one node alters."""
    if isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
        yield node.value
    if isinstance(node, ast.Expr):
        for call in _called_alone(node.value):
            if isinstance(call.func, ast.Attribute) and not _only_shows(call):
                yield call.func.value
            yield from (each.value for each in call.keywords if each.arg in _WRITTEN_TO)
    if isinstance(node, ast.Call):
        last = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if isinstance(node.func, ast.Attribute) and last in _TAKING:
            yield node.func.value
        if last in _CHANGE_FIRST and node.args:
            yield node.args[0]


def _called_alone(node: ast.expr) -> list[ast.Call]:
    """The call of ``f(x)``, ``await f(x)``, ``[f(x) for x in y]`` or ``a and f(x)`` as a statement of its own."""
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        return _called_alone(node.elt)
    if isinstance(node, ast.BoolOp):
        return _called_alone(node.values[-1])
    if isinstance(node, ast.IfExp):
        return _called_alone(node.body) + _called_alone(node.orelse)
    return [node] if isinstance(node, ast.Call) else []


def _only_shows(call: ast.Call) -> bool:
    attributes = {each.attr for each in ast.walk(call.func) if isinstance(each, ast.Attribute)}
    has_data = any(not isinstance(each, ast.Constant) for each in call.args)
    return bool(attributes & _SHOWING) or (bool(attributes & _DRAWING) and not has_data)
