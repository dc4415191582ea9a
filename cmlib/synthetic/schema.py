"""How a table of the bank is described: columns, types, ranges, keys, references.

Every room declares its tables with these records. The data package, the data card, the validator
and `cmlib.datasets.describe` are all written from them.
"""

from dataclasses import dataclass

from cmlib.data_package import PANDAS_TYPES


@dataclass(frozen=True)
class Column:
    """One column: Frictionless type, meaning, Chinese name, unit, and what values may stand in it.

    ``minimum`` and ``maximum`` are included. ``allowed`` lists the only values there may be.
    ``required`` is False where a value may be missing.
    """

    name: str
    type: str
    meaning: str
    zh: str
    unit: str = ""
    required: bool = True
    minimum: float | str | None = None
    maximum: float | str | None = None
    allowed: tuple[str, ...] = ()
    decimals: int = 2  # of a number, in a text file

    @property
    def pandas_type(self) -> str:
        """How pandas holds it."""
        return "float64" if self.type == "integer" and not self.required else PANDAS_TYPES[self.type]


@dataclass(frozen=True)
class Reference:
    """Values of ``column`` that are not missing must stand in ``table``'s ``target``."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """One table. ``format`` is ``"csv"`` where a person opens the file, ``"parquet"`` where it is large."""

    name: str
    title: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[Reference, ...] = ()
    format: str = "csv"

    def __post_init__(self):
        names = [column.name for column in self.columns]
        named = [*self.key, *(reference.column for reference in self.references)]
        wrong = sorted(set(named) - set(names)) + sorted({name for name in names if names.count(name) > 1})
        if wrong or self.format not in ("csv", "parquet"):
            raise ValueError(f"table {self.name}: look at {wrong or self.format}; it has the columns {names}")


def refers_to(*names: str) -> tuple[Reference, ...]:
    """References of columns to the tables whose key they are: ``refers_to("customer_id", "product_id")``."""
    return tuple(Reference(name, _HOME[name], name) for name in names)


#: A key -> the table whose key it is.
_HOME = {
    "branch_id": "branches",
    "manager_id": "managers",
    "team_id": "teams",
    "customer_id": "customers",
    "firm_id": "firms",
    "product_id": "products",
    "holding_id": "holdings",
    "transaction_id": "transactions",
    "loan_id": "loans",
    "lead_id": "leads",
    "campaign_id": "campaigns",
    "candidate_id": "candidates",
}
