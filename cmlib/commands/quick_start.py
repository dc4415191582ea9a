"""Start without what costs seconds each time and is never asked for."""

import sys


def import_jsonschema_quickly() -> None:
    """Import jsonschema, which notebooks are checked with, without its grammar for international web addresses.

    Building that grammar takes longer than all else at the start; jsonschema does without where it is missing, and
    nothing in a notebook is such an address.
    """
    if "jsonschema" not in sys.modules and "rfc3987_syntax" not in sys.modules:
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # Python's own sign for: not to be had
        try:
            import jsonschema  # noqa: F401
        finally:
            del sys.modules["rfc3987_syntax"]
