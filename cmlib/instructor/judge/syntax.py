"""A cell's source as Python's syntax tree, IPython's own notation included; nothing is run."""

import ast
from functools import lru_cache
from typing import cast

#: Cell magics whose body is Python that runs in the notebook's namespace.
_PYTHON_MAGICS = {"capture", "prun", "time"}


@lru_cache(maxsize=512)
def parse(source: str) -> ast.Module | None:
    """The tree of a cell, None where the cell is not Python. It is shared: nobody may change it.

    The body of ``%%time`` and its like stands in the tree as if the magic were not there; ``!`` and ``%`` are the
    calls of ``get_ipython()`` that IPython makes of them.
    """
    try:
        return ast.parse(source)  # what is Python as it stands means the same to IPython
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
        return cast(ast.Module, ast.fix_missing_locations(_Unwrap().visit(tree)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def base_name(node: ast.AST) -> str | None:
    """The name at the root of ``name.a["b"].c()``; None where something else, such as a call, is the root."""
    while True:
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Subscript | ast.Starred | ast.Await):
            node = node.value
        else:
            return None


class _Unwrap(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        kind, magic, texts = _magic(node.value)
        if magic not in _PYTHON_MAGICS:
            return node
        inner = parse(texts[-1])
        if inner is None:
            return node
        kept = [ast.parse(f"{texts[0].split()[-1]} = None").body[0]] if _captures_into_a_name(magic, texts) else []
        return inner.body + kept if kind == "run_cell_magic" else inner.body


def _captures_into_a_name(magic: str, texts: list[str]) -> bool:
    return magic == "capture" and bool(texts[0].split()) and texts[0].split()[-1].isidentifier()


def _magic(node: ast.expr) -> tuple[str, str, list[str]]:
    """Kind, name and texts of ``get_ipython().run_cell_magic(name, line, body)``; empty for anything else."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"run_cell_magic", "run_line_magic"}
        and isinstance(node.func.value, ast.Call)
        and isinstance(node.func.value.func, ast.Name)
        and node.func.value.func.id == "get_ipython"
    ):
        texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if len(texts) >= 2:
            return node.func.attr, texts[0], texts[1:]
    return "", "", []
