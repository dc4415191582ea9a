"""Which columns of a table say whose row it is, and go with the answer."""

from collections.abc import Iterable, Sequence

from cmlib.table.door import Frame, require_columns

#: Columns that identify a row in the course's tables.
IDENTIFIERS = ("application_id", "loan_id", "customer_id", "firm_id", "case_id", "year", "month")


def kept_columns(frame: Frame, keep: Sequence[str] | None, asked_by: str) -> list[str]:
    """The columns that the caller wants kept; those of ``IDENTIFIERS`` that the table has when nothing is said."""
    if keep is None:
        names = frame.collect_schema().names()
        return [name for name in IDENTIFIERS if name in names]
    kept = [keep] if isinstance(keep, str) else list(dict.fromkeys(keep))
    require_columns(frame, kept, asked_by, " to keep")
    return kept


def refuse_clash(kept: Iterable[str], made: Iterable[str], asked_by: str) -> None:
    """Raise ``ValueError`` when a column to keep has the name of one that the answer makes."""
    clash = sorted(set(kept) & set(made))
    if clash:
        raise ValueError(f"{asked_by} makes the columns {clash} itself; rename them, or leave them out of keep")
