"""Which file is the notebook, where a browser, a learning platform or a hurried student renamed it.

The rule: ``NAME.ipynb`` itself; else the only notebook whose name is NAME apart from capitals, the way of writing
the same letters, blanks, hyphens and underscores, ``.txt`` or ``.json`` after ``.ipynb``, and marks of a copy at its
end, such as ``(1)``, ``-1``, ``copy``, ``-Copy1``, ``副本``. First among the files of the folder itself, then below
it. A name that is another notebook of the course is never taken. Where two fit, a human decides.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence

_ENDING = re.compile(r"\.ipynb(\.txt|\.json)?$")
_COPY = re.compile(r"[ _-]*(\(\d{1,3}\)|[_ -]\d{1,2}|[_ -]copy[_ ]?\d{0,3}|的?(副本|复件|拷贝))$")
_COPY_OF = re.compile(r"^copy of ")


def find_notebook(name: str, paths: Sequence[str], others: Collection[str] = ()) -> list[str]:
    """The paths that may be the notebook ``name``; exactly one is an answer, none or several are not.

    >>> find_notebook("loans", ["loans.ipynb", "loans (1).ipynb"])
    ['loans.ipynb']
    >>> find_notebook("loans", ["data.csv", "Loans (1).ipynb"])
    ['Loans (1).ipynb']
    >>> find_notebook("loans", ["loans (1).ipynb", "loans (2).ipynb"])
    ['loans (1).ipynb', 'loans (2).ipynb']
    >>> find_notebook("loans", ["loans-2.ipynb"], others=["loans-2"])
    []
    """
    if f"{name}.ipynb" in paths:
        return [f"{name}.ipynb"]
    taken = {_plain(other) for other in others}
    fitting = [path for path in paths if _fits(path.rpartition("/")[2], _plain(name), taken)]
    top = [path for path in fitting if "/" not in path]
    if top:
        return top
    exact = [path for path in fitting if path.endswith(f"/{name}.ipynb")]
    return exact or fitting


def _fits(file: str, wanted: str, taken: Collection[str]) -> bool:
    found = _folded(file)
    ending = _ENDING.search(found)
    if not ending:
        return False
    stem = _COPY_OF.sub("", found[: ending.start()]).strip()
    while _even(stem) != wanted:
        shorter = _COPY.sub("", stem)
        if _even(stem) in taken or shorter == stem:
            return False
        stem = shorter
    return True


def _plain(name: str) -> str:
    return _even(_folded(name))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _even(text: str) -> str:
    return re.sub(r"[ _-]+", "_", text)
