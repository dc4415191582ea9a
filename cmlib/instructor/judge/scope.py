"""Which names a cell sets, and which it needs from the notebook before it runs, as Python's own symbol tables tell."""

import ast
import symtable
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cmlib.instructor.judge.syntax import parse

#: Code that uses one of these may reach any name: ``globals()["x"]``, ``eval("x")``, ``import __main__``, magics.
REACHES_ALL = frozenset({"__main__", "dir", "eval", "exec", "get_ipython", "globals", "locals", "vars"})

_WITHOUT_NAME = {"dictcomp", "genexpr", "lambda", "listcomp", "setcomp"}


@dataclass(frozen=True)
class Scope:
    """The names of a cell that are not a function's own.

    ``assigned`` are those that it sets in any way but importing, ``imported`` those that it imports, ``used`` those
    that it reads or sets. ``helpers`` are its functions and classes, each with the names that its body uses.
    """

    assigned: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    helpers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def needs(self, helpers: Mapping[str, frozenset[str]]) -> frozenset[str]:
        """What the cell uses, and what the functions of other cells that it uses need in their turn."""
        known: set[str] = set()
        waiting = set(self.used)
        while waiting:
            name = waiting.pop()
            known.add(name)
            waiting |= helpers.get(name, frozenset()) - known
        return frozenset(known)


@lru_cache(maxsize=512)
def scope_of(source: str) -> Scope:
    """The names of a cell; a cell that is not Python has none.

    >>> scope = scope_of("x = 3\\ndef helper(y):\\n    return scaled(y) + x")
    >>> sorted(scope.assigned), sorted(scope.used), sorted(scope.helpers["helper"])
    (['helper', 'x'], ['helper', 'scaled', 'x'], ['scaled', 'x'])
    """
    table = _table(source)
    if table is None:
        return Scope()
    top = {symbol.get_name(): symbol for symbol in table.get_symbols()}
    children = [(child.get_name(), frozenset(_reaches(child))) for child in table.get_children()]
    inner = frozenset(name for _, names in children for name in names)
    imported = frozenset(name for name, symbol in top.items() if symbol.is_imported())
    declared = {name for child in table.get_children() for name in _declared(child)}
    assigned = frozenset(name for name, symbol in top.items() if symbol.is_assigned()) | declared
    # Of a name like ``helper = lambda x: f(x)`` only the cell is known in which it is set.
    nameless = frozenset(name for kind, names in children if kind == "lambda" for name in names)
    helpers = dict.fromkeys(assigned - dict(children).keys(), nameless) if nameless else {}
    for name, names in children:
        if name not in _WITHOUT_NAME:
            helpers[name] = helpers.get(name, frozenset()) | names
    used = (frozenset(top) | inner) - (imported - assigned)
    return Scope(assigned, imported, used | {"__main__"} if "__main__" in source else used, helpers)


def _table(source: str) -> symtable.SymbolTable | None:
    try:
        return symtable.symtable(source, "<cell>", "exec")  # what is Python as it stands means the same to IPython
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    tree = parse(source)
    try:
        return None if tree is None else symtable.symtable(ast.unparse(tree), "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _reaches(table: symtable.SymbolTable) -> Iterator[str]:
    """Names of the notebook that a function, a class or what stands within it uses."""
    yield from (symbol.get_name() for symbol in table.get_symbols() if symbol.is_global())
    for child in table.get_children():
        yield from _reaches(child)


def _declared(table: symtable.SymbolTable) -> Iterator[str]:
    """Names that are set here after ``global``, or by ``:=`` in a comprehension."""
    for symbol in table.get_symbols():
        if symbol.is_declared_global() and symbol.is_assigned():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _declared(child)
