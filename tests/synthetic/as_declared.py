"""Does a table of a bank hold what its description declares?"""

import pandas as pd

from cmlib.synthetic import plan
from cmlib.synthetic.schema import Table


def faults(made, table: Table) -> list[str]:
    """What is wrong with one table of a bank: keys, references to registered tables, missing values, limits."""
    frame, found = made.tables[table.name], []
    if frame.duplicated(list(table.key)).any():
        found.append("keys are repeated")
    for reference in table.references:
        if reference.table in plan.TABLE:
            known = made.tables[reference.table][reference.target]
            if not frame[reference.column].dropna().isin(known).all():
                found.append(f"{reference.column} has orphans")
    for column in table.columns:
        values = frame[column.name].dropna()
        if column.required and len(values) < len(frame):
            found.append(f"{column.name} has missing values")
        if column.allowed and not values.isin(column.allowed).all():
            found.append(f"{column.name} has other words than declared")
        for limit, beyond in ((column.minimum, pd.Series.lt), (column.maximum, pd.Series.gt)):
            if limit is not None and beyond(values, limit).any():
                found.append(f"{column.name} goes beyond {limit}")
    return found
