"""The sample that a model is fitted to: its bins and its design matrix, in memory or in an engine."""

from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from cmlib.rating.probability.bins import WeightOfEvidence
from cmlib.rating.probability.lookup import finite
from cmlib.rating.probability.outcome import as_numbers, as_outcome, as_weights, require_equal_length
from cmlib.rating.probability.weight_of_evidence import weight_of_evidence
from cmlib.table.door import check_table

ASKED_BY = "PDModel.fit"


@dataclass(frozen=True)
class Sample:
    """A table with its outcome and weights: in memory as arrays, in a lazy engine as the names of its columns.

    ``own`` are the columns that hold them.
    """

    frame: Any
    default: Any
    weights: Any
    own: frozenset[str]

    @property
    def is_lazy(self) -> bool:
        """Whether the table lives in an engine that counts for itself."""
        return isinstance(self.frame, nw.LazyFrame)

    def bin(self, variable: str, options: dict[str, Any]) -> WeightOfEvidence:
        """The bins of one of the sample's variables."""
        options = {"sample_weights": self.weights, "variable": variable} | options
        if self.is_lazy:
            return weight_of_evidence(variable, self.default, table=self.frame.to_native(), **options)
        return weight_of_evidence(self.frame[variable], self.default, **options)

    def design(
        self, variables: list[str], binnings: dict[str, WeightOfEvidence]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Design matrix with the intercept first, bads and cases of each row."""
        if self.is_lazy:
            columns, bads, cases = self._merged(variables, binnings)
        else:
            columns = [
                as_numbers(binnings[name].transform(self.frame[name].to_native()), name, ASKED_BY)
                if name in binnings
                else as_numbers(self.frame[name], repr(name), ASKED_BY)
                for name in variables
            ]
            cases = np.ones(len(self.default)) if self.weights is None else self.weights
            bads = cases * self.default
        for name, values in zip(variables, columns, strict=True):
            nothing = np.count_nonzero(~np.isfinite(values))
            if nothing:
                raise ValueError(
                    f"{ASKED_BY} needs a number in every case for {name!r}, which is not binned; "
                    f"{nothing:,} are missing. Bin it (missing values have a bin of their own) or fill them in"
                )
        return np.column_stack([np.ones(len(cases)), *columns]), bads, cases

    def _merged(
        self, variables: list[str], binnings: dict[str, WeightOfEvidence]
    ) -> tuple[list[NDArray[np.float64]], NDArray[np.float64], NDArray[np.float64]]:
        """Equal rows merged by the engine: with bins, few rows are left of many."""
        x = {
            f"x_{place}": binnings[name].transform(nw.col(name)) if name in binnings else finite(nw.col(name))
            for place, name in enumerate(variables)
        }
        outcome = nw.col(self.default).cast(nw.Float64)
        weight = nw.lit(1.0) if self.weights is None else nw.col(self.weights).cast(nw.Float64)
        rows = self.frame.select(**x, bad=outcome * weight, case=weight)
        found = rows.group_by(*x).agg(nw.col("bad").sum(), nw.col("case").sum()).collect()
        columns = {name: found[name].to_numpy().astype(float) for name in found.columns}
        return [columns[name] for name in x], columns["bad"], columns["case"]


def open_sample(table: Any, default: Any, sample_weights: Any) -> Sample:
    """The sample of a table; ``default`` and ``sample_weights`` are names of its columns, or arrays."""
    own = frozenset(name for name in (default, sample_weights) if isinstance(name, str))
    frame = check_table(table, asked_by=ASKED_BY, text=sorted(own))
    if isinstance(frame, nw.LazyFrame):
        if not isinstance(default, str) or not isinstance(sample_weights, (str, type(None))):
            raise TypeError(
                f"{ASKED_BY} needs default and sample_weights as names of columns when the table is lazy; "
                f"found {type(default).__name__}"
            )
        return Sample(frame, default, sample_weights, own)
    bad = as_outcome(frame[default] if isinstance(default, str) else default, ASKED_BY)
    weights = frame[sample_weights] if isinstance(sample_weights, str) else sample_weights
    weight = np.ones(len(bad)) if weights is None else as_weights(weights, ASKED_BY)
    require_equal_length(ASKED_BY, table=frame, default=bad, sample_weights=weight)
    return Sample(frame, bad, None if weights is None else weight, own)
