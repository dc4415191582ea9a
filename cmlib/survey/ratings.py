"""Ratings of the same subjects by several raters, as one matrix: subjects in rows, raters in columns."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from cmlib.survey.item_matrix import all_numeric, is_array, known_or_nan
from cmlib.table.door import open_table


@dataclass(frozen=True)
class RatingMatrix:
    """Ratings, shape (subjects, raters), NaN where there is none; ``same_raters`` when a column is one rater."""

    values: NDArray[np.float64]
    same_raters: bool


def rating_matrix(
    ratings: object, asked_by: str, *, subject: str | None, rater: str | None, rating: str | None
) -> RatingMatrix:
    """Ratings in wide or in long form as a matrix.

    Wide is an array (subjects, raters) or a table with one column of numbers a rater. Long is a table with one row a
    rating and the columns ``subject``, ``rater`` and ``rating``; without ``rater`` the raters differ from subject to
    subject, and a subject's ratings stand in the order of their rows.

    Raises ``TypeError`` for what is neither, ``LookupError`` for a missing column, ``ValueError`` for text where
    ratings belong, an empty table, and a rater who rates a subject twice.
    """
    if is_array(ratings):
        return RatingMatrix(_wide_array(ratings, asked_by), True)
    if (subject is None) != (rating is None):
        raise TypeError(f"{asked_by} needs both subject and rating for the long form; found {subject!r} and {rating!r}")
    if subject is None or rating is None:
        frame = all_numeric(ratings, asked_by).lazy().collect()
        return RatingMatrix(np.column_stack([frame[name].to_numpy().astype(float) for name in frame.columns]), True)
    key = [subject] if rater is None else [subject, rater]
    checks = {"text": key} if rater is None else {"key": key}
    frame = open_table(ratings, asked_by=asked_by, numeric=[rating], **checks).select(*key, rating).lazy().collect()
    return RatingMatrix(_wide(frame, subject, rater, rating), rater is not None)


def complete_subjects(matrix: NDArray[np.float64], asked_by: str) -> NDArray[np.float64]:
    """The subjects rated by every rater. Raises ``ValueError`` for fewer than two of them, or of raters."""
    kept = matrix[np.isfinite(matrix).all(axis=1)]
    if kept.shape[0] < 2 or kept.shape[1] < 2:
        raise ValueError(
            f"{asked_by} needs two subjects with all their ratings and two raters at least; "
            f"found {kept.shape[0]} such subjects and {kept.shape[1]} raters"
        )
    return kept


def _wide_array(ratings: object, asked_by: str) -> NDArray[np.float64]:
    values = known_or_nan(ratings)
    if values.ndim != 2 or values.dtype.kind not in "iuf":
        raise TypeError(
            f"{asked_by} needs numbers in two dimensions (subjects, raters) or a table; "
            f"found {values.ndim} dimensions of {values.dtype}"
        )
    return values.astype(float)


def _wide(frame: nw.DataFrame, subject: str, rater: str | None, rating: str) -> NDArray[np.float64]:
    subjects = frame[subject].to_numpy().astype(str)
    _, row = np.unique(subjects, return_inverse=True)
    marks = frame[rating].to_numpy().astype(float)
    if rater is not None:
        _, column = np.unique(frame[rater].to_numpy().astype(str), return_inverse=True)
    else:
        given = np.isfinite(marks)
        row, marks = row[given], marks[given]
        order = np.argsort(row, kind="stable")
        row, marks = row[order], marks[order]
        begins = np.flatnonzero(np.r_[True, row[1:] != row[:-1]]) if len(row) else row
        column = np.arange(len(row)) - np.repeat(begins, np.diff(np.r_[begins, len(row)]))
    matrix = np.full((int(row.max(initial=-1)) + 1, int(column.max(initial=-1)) + 1), np.nan)
    matrix[row, column] = marks
    return matrix
