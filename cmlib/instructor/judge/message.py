"""What a student may read of a check that was not passed: what the instructor wrote for it, no more.

Never the lines of a hidden test or the values in them. An exception of the student's own code could carry the hidden
input in its text; only texts that Python itself writes are shown, with words that stand in the student's own cells.
"""

import builtins
import linecache
import re
import sysconfig
from pathlib import Path
from types import TracebackType

from cmlib.instructor.judge.outputs import Output, without_colours
from cmlib.instructor.judge.remote_refusal import NotGradable

MOST = 2000
NOT_PASSED = "the check was not passed"

_LIBRARIES = tuple(str(Path(sysconfig.get_path(name)).resolve()) for name in ("stdlib", "platstdlib", "purelib"))
_REMOTE = "cmlib.instructor.judge.remote"
_OURS = "cmlib"

#: From here on a library's message holds the values that it compared.
_VALUES = re.compile(r"(?:Mismatch|Max |\s*ACTUAL|\s*DESIRED|\s*x and y |\(shapes|\s*[xy]: |\[(?:left|right|index)\])")

_NAME = (
    r"(?:NoneType|bool|bytes|complex|dict|float|function|int|list|range|set|str|tuple|type|DataFrame|Series|ndarray)"
)
_TYPE = f"'{_NAME}'"
#: Texts that Python writes, whatever the data; of names and types only those that it knows itself.
_STANDARD = re.compile(
    "|".join(
        (
            r"(?:float )?(?:division|modulo) by zero|integer (?:division or )?modulo by zero",
            r"(?:list|string|tuple|range object) (?:assignment )?index out of range|pop from empty (?:list|set)",
            rf"unsupported operand type\(s\) for [-+*/%@&|^<>=]{{1,3}}(?: or pow\(\))?: {_TYPE} and {_TYPE}",
            rf"{_TYPE} object is not (?:callable|iterable|subscriptable|an iterator)",
            rf"{_TYPE} object does not support item (?:assignment|deletion)",
            rf"'[<>=]{{1,2}}' not supported between instances of {_TYPE} and {_TYPE}",
            rf"object of type {_TYPE} has no len\(\)|unhashable type: {_TYPE}",
            rf"argument of type {_TYPE} is not iterable|cannot unpack non-iterable {_NAME} object",
            rf"can only concatenate (?:str|list|tuple) \(not \"{_NAME}\"\) to (?:str|list|tuple)",
            r"maximum recursion depth exceeded(?: in comparison)?",
        )
    )
)
#: Texts that Python writes with names in them.
_WITH_NAMES = re.compile(
    "|".join(
        (
            r"name '(\w+)' is not defined|cannot access local variable '(\w+)' where it is not associated with a value",
            rf"{_TYPE} object has no attribute '(\w+)'|module '([\w.]+)' has no attribute '(\w+)'",
            r"No module named '([\w.]+)'",
            r"(\w+)\(\) missing \d required (?:positional|keyword-only) arguments?: '(\w+)'",
            r"(\w+)\(\) takes \d positional arguments? but \d (?:was|were) given",
            r"(\w+)\(\) got an unexpected keyword argument '(\w+)'",
            r"'(\w+)'",  # of a KeyError
        )
    )
)
_KNOWN_TYPES = frozenset(
    {name for name, each in vars(builtins).items() if isinstance(each, type)}
    | {"Axes", "DataFrame", "Figure", "Series", "coroutine", "function", "generator", "method", "module", "ndarray"}
)


def message_of(error: BaseException, students_text: str = "") -> str:
    """What a student may read of the exception that a check raised in the judge.

    ``students_text`` are the student's own cells.
    """
    return shortened(_message(error, students_text)) or NOT_PASSED


def of_assertion(name: str, text: str, source: str) -> str:
    """The same for a check that ran in the student's process: ``name`` and ``text`` may be anything there.

    The text is shown where it is a message that stands in the check's source.
    """
    if text and name == "AssertionError" and any(text == each for each in re.findall(r"[\"']([^\"'\n]+)[\"']", source)):
        return shortened(text)
    return f"the check raised {name}" if name in _KNOWN_TYPES and name != "AssertionError" else NOT_PASSED


def printed(outputs: tuple[Output, ...]) -> str:
    """What the instructor's check printed, the only word there is on partial credit."""
    texts = [str(each["text"]) for each in outputs if each["output_type"] == "stream" and each["name"] == "stdout"]
    return shortened("".join(texts))


def shortened(text: str) -> str:
    """Without colours, blank lines and what is too long."""
    lines = [line.strip() for line in without_colours(text).splitlines()]
    return "\n".join(line for line in lines if line)[:MOST]


def _message(error: BaseException, students_text: str) -> str:
    module, file, line = _innermost(error.__traceback__)
    text, name = _text(error), type(error).__name__
    if isinstance(error, NotGradable):
        return re.sub(
            r"(an object of type )(\w+)", lambda it: it[1] + it[2] if it[2] in _KNOWN_TYPES else "an object", text
        )
    if module.startswith(_REMOTE):
        kind = next(each.__name__ for each in type(error).__mro__ if each.__module__ == "builtins")
        return f"your code raised {kind}: {text}" if _is_pythons(text, students_text) else f"your code raised {kind}"
    if isinstance(error, AssertionError):
        return text if _is_instructors(module, file) else _without_values(text, module)
    if _is_instructors(module, file) and line.lstrip().startswith("raise"):
        return text or name
    if isinstance(error, NameError | ImportError) or _STANDARD.fullmatch(text):
        return f"{name}: {text}"
    if isinstance(error, KeyError) and len(error.args) == 1 and isinstance(error.args[0], str):
        return f"{name}: {text}"
    return f"the check could not use what your code gave: {name}"


def _is_pythons(text: str, students_text: str) -> bool:
    """Whether Python itself says this, of nothing but what the student has written."""
    if _STANDARD.fullmatch(text):
        return True
    found = _WITH_NAMES.fullmatch(text)
    if found is None:
        return False
    written = set(re.findall(r"\w+", students_text))
    return all(part in written for name in found.groups() if name for part in name.split("."))


def _innermost(trace: TracebackType | None) -> tuple[str, str, str]:
    """Module, file and line of the frame in which the exception came up."""
    if trace is None:
        return "", "", ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    frame = trace.tb_frame
    file = frame.f_code.co_filename
    return str(frame.f_globals.get("__name__", "")), file, linecache.getline(file, trace.tb_lineno, frame.f_globals)


def _is_instructors(module: str, file: str) -> bool:
    """Whether the code is the notebook's or a module beside it, rather than a library."""
    return module.partition(".")[0] == _OURS or not str(Path(file)).startswith(_LIBRARIES)


def _without_values(text: str, module: str) -> str:
    """A library's own message up to the values that it compared."""
    if module.partition(".")[0] == "unittest":
        return text.rpartition(" : ")[2] if " : " in text else ""
    kept = []
    for line in text.splitlines():
        if _VALUES.match(line):
            break
        kept.append(line)
    return "\n".join(kept)


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # an exception class of the instructor's that cannot show itself
        return ""
