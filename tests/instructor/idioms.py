"""How instructors write tests: what students hand in, how it is tested, and that it passes or what it says.

The files of the folder ``idioms`` hold them one after another::

    === its name
    --- given       what the notebook gives, on both sides; may be missing
    --- student     what the student hands in
    --- test        the test cell
    --- fails       a phrase of what the test raises; missing where it passes
"""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Idiom:
    name: str
    student: str = ""
    test: str = ""
    given: str = ""
    fails: str = ""


def read(file):
    """The idioms of one file."""
    for text in re.split(r"^=== ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, *parts = re.split(r"^--- (\w+)\n", text, flags=re.MULTILINE)
        yield Idiom(name.strip(), **{key: part.strip() for key, part in zip(parts[::2], parts[1::2], strict=True)})


IDIOMS = [idiom for file in sorted((Path(__file__).parent / "idioms").glob("*.txt")) for idiom in read(file)]
