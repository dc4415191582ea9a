"""Names that students gave to things, in sentences for the instructor."""

import unicodedata
from collections.abc import Collection


def quoted(name: str, longest: int = 80) -> str:
    """A name between quotes; letters of any script stay, control characters and broken ones are spelled out.

    >>> print(quoted("作业\\x1b[31m"))
    '作业\\x1b[31m'
    """
    return repr(name if len(name) <= longest else name[:longest] + "…")


def listed(names: Collection[str], most: int = 5) -> str:
    """Names in a sentence, each between quotes.

    >>> listed(["a.csv", "b.csv"])
    "'a.csv', 'b.csv'"
    >>> listed([str(number) for number in range(9)], most=2)
    "'0', '1' and 7 more"
    """
    shown = ", ".join(quoted(name) for name in list(names)[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def is_plain(name: str) -> bool:
    """Whether the name is text: no control characters, and no bytes that are no letters.

    >>> is_plain("作业 1"), is_plain("a\\nb"), is_plain("\\udcff")
    (True, False, False)
    """
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name)
