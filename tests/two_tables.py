"""Several tables of one engine that can be joined: DuckDB joins only what hangs on one connection."""

import duckdb
import pandas as pd
from engines import ENGINES


def of_one_engine(engine: str, *frames: pd.DataFrame) -> list:
    """The frames in the engine's kind."""
    if engine != "duckdb":
        return [ENGINES[engine][0](frame) for frame in frames]
    connection = duckdb.connect()
    for number, frame in enumerate(frames):
        connection.register(f"table_{number}", frame)
    return [connection.table(f"table_{number}") for number in range(len(frames))]


def in_pandas(engine: str, table: object) -> pd.DataFrame:
    """An engine's table as a pandas frame."""
    return ENGINES[engine][1](table)
