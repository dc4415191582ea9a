"""What autodoc cannot see: a formula's mathematics, unit and Chinese term, and a table of all formulas of a room.

The mathematics is made from the formula's own body: it is run on quantities that write down what is
done to them, so that the page shows what the function computes.
"""

import ast
import importlib
import inspect
from typing import Any

import numpy as np
from docutils import nodes
from docutils.parsers.rst import Directive
from numpy.typing import ArrayLike, NDArray
from sphinx.util.typing import stringify_annotation

from cmlib.formula import Quantity
from cmlib.items import EARLIER

#: A type's name -> how autodoc would spell it out.
_SHORT = {"ArrayLike": stringify_annotation(ArrayLike, "smart")}
_SHORT |= {f"ndarray[{kind}]": stringify_annotation(NDArray[kind], "smart") for kind in (float, np.float64, Any)}

_YEARS_AGO = {suffix: f"_{{t-{years}}}" for suffix, years in EARLIER.items()}
_BINDS = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 3, ast.USub: 2, ast.Pow: 4}


def mathematics(formula) -> str:
    """The formula in LaTeX.

    >>> from cmlib.ratios import current_ratio
    >>> mathematics(current_ratio)
    '\\\\frac{\\\\text{current assets}}{\\\\text{current liabilities}}'
    """
    quantities = {name: Quantity(1.0, name) for name in inspect.signature(formula).parameters}
    return _latex(ast.parse(formula.body(**quantities).text, mode="eval").body)


def _latex(node, within: int = 0) -> str:
    if isinstance(node, ast.Constant):
        return f"{node.value:g}"
    if isinstance(node, ast.Name):
        return _symbol(node.id)
    if isinstance(node, ast.UnaryOp):
        return _bracketed(f"-{_latex(node.operand, _BINDS[ast.USub])}", _BINDS[ast.USub], within)
    if isinstance(node, ast.Compare):
        sign = ">" if isinstance(node.ops[0], ast.Gt) else "<"
        return rf"\left[{_latex(node.left)} {sign} {_latex(node.comparators[0])}\right]"
    if isinstance(node, ast.Call):
        inside = r",\ ".join(_latex(one) for one in node.args)
        return rf"\mathrm{{{node.func.id}}}\left({inside}\right)"
    binds = _BINDS[type(node.op)]
    if isinstance(node.op, ast.Mult) and isinstance(node.left, ast.Constant) and node.left.value == 1:
        return _latex(node.right, within)  # a weight of one goes without saying
    if isinstance(node.op, ast.Div):
        return rf"\frac{{{_latex(node.left)}}}{{{_latex(node.right)}}}"
    if isinstance(node.op, ast.Pow):
        base = _latex(node.left, binds + 1)
        if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Div):
            base = rf"\left({base}\right)"
        return rf"{base}^{{{_power(node.right)}}}"
    sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: r"\times"}[type(node.op)]
    right = binds if isinstance(node.op, ast.Add) else binds + 0.5
    text = f"{_latex(node.left, binds)} {sign} {_latex(node.right, right)}"
    return _bracketed(text.replace("+ -", "- "), binds, within)


def _power(node) -> str:
    if isinstance(node, ast.Constant) and 0 < node.value < 1 and abs(1 / node.value - round(1 / node.value)) < 1e-9:
        return f"1/{round(1 / node.value)}"
    return _latex(node)


def _bracketed(text: str, binds: float, within: float) -> str:
    return rf"\left({text}\right)" if binds < within else text


def _symbol(name: str) -> str:
    for suffix, index in _YEARS_AGO.items():
        if name.endswith(suffix):
            return rf"\text{{{name.removesuffix(suffix).replace('_', ' ')}}}{index}"
    return rf"\text{{{name.replace('_', ' ')}}}"


def _describe(app, what, name, formula, options, lines):
    """After the first paragraph: the formula, its unit, its term."""
    if not hasattr(formula, "body") or not hasattr(formula, "zh"):
        return
    end = lines.index("") if "" in lines else len(lines)
    better = {"higher": "more is better", "lower": "less is better", "neither": "neither end is better"}
    facts = f"{formula.zh} · {formula.family} · in {formula.unit} · {better[formula.better]}"
    lines[end:end] = ["", ".. math::", "", f"   {mathematics(formula)}", "", facts, ""]


def _plain_signature(app, what, name, obj, options, signature, returns):
    """A formula's inputs by name, for what they may be stands once on the page; numpy's types by their short names."""
    if hasattr(obj, "body") and signature:
        return f"({', '.join(inspect.signature(obj).parameters)})", None
    return _short(signature), _short(returns)


def _short(annotation):
    for written, spelt_out in _SHORT.items():
        annotation = annotation and annotation.replace(spelt_out, written)
    return annotation


class FormulaTable(Directive):
    """``.. formula-table:: cmlib.ratios``: name, term, family and unit of everything in its ``ALL``."""

    required_arguments = 1

    def run(self):
        """Make the table."""
        room = self.arguments[0]
        formulas = importlib.import_module(room).ALL
        head = ("formula", "term", "family", "unit", "better")
        rows = [
            (f"{room}.{name}", one.zh, one.family, one.unit, "" if one.better == "neither" else one.better)
            for name, one in formulas.items()
        ]
        text = [".. list-table::", "   :header-rows: 1", ""]
        for row in (head, *((f":py:obj:`~{name}`", *rest) for name, *rest in rows)):
            text += [("   * - " if not position else "     - ") + str(cell) for position, cell in enumerate(row)]
        container = nodes.Element()
        self.state.nested_parse(self.content.__class__(text, source=room), self.content_offset, container)
        return container.children


def setup(app):
    """Register with Sphinx."""
    app.connect("autodoc-process-docstring", _describe)
    app.connect("autodoc-process-signature", _plain_signature)
    app.add_directive("formula-table", FormulaTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
