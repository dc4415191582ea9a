"""What code alters in place, and what it imports, as far as its syntax tells."""

import ast
from collections.abc import Iterator

from cmlib.instructor.judge.syntax import base_name

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

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


def changed(tree: ast.Module) -> set[str]:
    """Names of the notebook whose values a cell alters in place, in a function's body too."""
    return set(_changed(tree, frozenset()))


def imports(tree: ast.Module) -> dict[str, str]:
    """Names that a cell imports, outside of functions and classes, each with a statement that imports just it."""
    found: dict[str, str] = {}
    for node in _own_statements(tree):
        if isinstance(node, ast.Import):
            found |= {
                alias.asname or alias.name.split(".")[0]: ast.unparse(ast.Import([alias])) for alias in node.names
            }
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = ast.unparse(ast.ImportFrom(node.module, [alias], node.level))
    found.pop("*", None)
    return found


def _own_statements(node: ast.AST) -> Iterator[ast.AST]:
    for inner in ast.iter_child_nodes(node):
        yield inner
        if not isinstance(inner, _Function | ast.ClassDef | ast.expr):
            yield from _own_statements(inner)


def _changed(node: ast.AST, hidden: frozenset[str]) -> Iterator[str]:
    if isinstance(node, _Function):
        hidden = hidden | _local_names(node)
    elif isinstance(node, _Comprehension):
        hidden = hidden | _loop_names(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, _Comprehension):
        hidden = hidden | _loop_names(node.value)
    yield from (name for each in _objects_changed(node) if (name := base_name(each)) and name not in hidden)
    for inner in ast.iter_child_nodes(node):
        yield from _changed(inner, hidden)


def _local_names(function: _Function) -> set[str]:
    """The names that are a function's own: its arguments and what its body sets."""
    nodes = list(ast.walk(function))
    own = {each.arg for each in nodes if isinstance(each, ast.arg)}
    own |= {each.id for each in nodes if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)}
    return own - {name for each in nodes if isinstance(each, ast.Global) for name in each.names}


def _loop_names(node: _Comprehension) -> set[str]:
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
