"""Code as a row of tokens that copying with other names, blanks and comments leaves the same."""

import ast
import io
import keyword
import re
import tokenize
from dataclasses import dataclass

#: So many tokens in a row make a fingerprint, about a line of code.
LENGTH = 8
_LEFT_OUT = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}
_ROUGHLY = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Token:
    """A token and the line, from 0, in which it begins."""

    text: str
    line: int


def tokens_of(code: str) -> list[Token]:
    """The tokens of the code, without comments; the names that the code itself binds all read ``name``.

    >>> [token.text for token in tokens_of("total = sum(sales)  # of all")]
    ['name', '=', 'sum', '(', 'sales', ')']
    """
    own = _bound(code)
    try:
        read = list(tokenize.generate_tokens(io.StringIO(code).readline))
        found = [
            Token(each.string, line) for each in read if each.type not in _LEFT_OUT for line in [each.start[0] - 1]
        ]
    except (tokenize.TokenError, SyntaxError):
        lines = enumerate(line.partition("#")[0] for line in code.splitlines())
        found = [Token(text, number) for number, line in lines for text in _ROUGHLY.findall(line)]
    return [Token("name", each.line) if each.text in own else each for each in found]


def fingerprints(tokens: list[Token]) -> list[str]:
    """Every run of `LENGTH` tokens, by its first token."""
    texts = [token.text for token in tokens]
    return ["\x00".join(texts[place : place + LENGTH]) for place in range(len(texts) - LENGTH + 1)]


def _bound(code: str) -> set[str]:
    """Names that the code assigns, takes as parameters, or defines; none where it is not Python."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.ExceptHandler):
            found |= {node.name} if node.name else set()
    return {name for name in found if not keyword.iskeyword(name)}
