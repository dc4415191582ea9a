"""Files that would stand in the place of somebody else's code.

A program looks for a module beside itself first. A student's ``numpy.py`` would therefore be taken for numpy, and
``sitecustomize.py`` would run before anything else.
"""

import sys
from collections.abc import Collection
from functools import lru_cache
from importlib.machinery import all_suffixes
from importlib.metadata import packages_distributions

_MODULES = tuple(all_suffixes())
#: Run or read by Python, IPython or pytest without being asked for.
_UNASKED = {"sitecustomize", "usercustomize", "conftest", "ipython_config", "ipython_kernel_config"}
_UNASKED_ENDINGS = (".pth", ".egg-link", ".dist-info", ".egg-info", ".egg")


def module_of(path: str) -> str | None:
    """Name of the module or package that a file below a folder would be, or be part of; None for other files.

    >>> module_of("numpy.py"), module_of("pandas/__init__.py"), module_of("fast.cpython-311-x86_64-linux-gnu.so")
    ('numpy', 'pandas', 'fast')
    >>> module_of("numpy.csv")
    """
    first, *below = path.split("/")
    if not path.endswith(_MODULES):
        return None
    return first if below else first.split(".")[0]


def would_shadow(path: str, given: Collection[str] = ()) -> bool:
    """Whether a student's file would be taken for a module of Python, an installed package or the instructor.

    ``given`` are the names of the modules that the instructor laid beside the notebook.
    """
    if any(part.endswith(_UNASKED_ENDINGS) for part in path.split("/")):
        return True
    module = module_of(path)
    return module is not None and (module in _UNASKED or module in given or is_installed(module))


def is_installed(module: str) -> bool:
    """Whether the name is one of Python's own modules or of an installed package."""
    return module in sys.stdlib_module_names or module in _installed()


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    return frozenset(packages_distributions()) | {"cmlib"}
