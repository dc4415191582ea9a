"""The personal customer file as staff entered it, and as it ought to be."""

import numpy as np
import pandas as pd

from cmlib.synthetic import identifiers
from cmlib.synthetic.frames import coded
from cmlib.synthetic.people import entries, errors, gaps, words
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.rooms import Made, Room

#: Columns of words -> the words.
_WORDS = {
    "gender": words.GENDERS,
    "education": words.EDUCATIONS,
    "marital_status": words.MARITAL,
    "occupation": words.OCCUPATIONS,
    "employer_industry": words.EMPLOYER_INDUSTRIES,
    "district": words.DISTRICTS,
    "home": words.HOMES,
    "lifestyle": words.LIFESTYLES,
    "e_contact": entries.E_CONTACTS,
    "found_through": words.SEARCH_CHANNELS,
    "style_noted": words.STYLES,
    "risk_type_noted": entries.RISK_TYPES,
}

_DTYPES = {name: coded(np.array([], dtype=int), known).dtype for name, known in _WORDS.items()}

_AT_WORK = words.OCCUPATIONS.index("student")  # occupations before this one are jobs


def make(block: PeopleBlock, house) -> Made:
    """The file of a block, its true values, and what was entered wrongly."""
    keys, noted = _keys(block), entries.draw_entries(block)
    right = _true_values(block, noted)
    left_out = gaps.gaps(block)
    filed, wrong = dict(right), []
    for slip in errors.slips(block, noted.short_phone):
        stands = ~left_out.get(slip.column, np.zeros(block.count, dtype=bool))[slip.customer]
        who, entered = slip.customer[stands], slip.entered[stands]
        wrong += _wrong_entries(block, slip, who, right[slip.column][who], entered)
        filed[slip.column] = filed[slip.column].copy()
        filed[slip.column][who] = entered
    for column, missing in left_out.items():
        filed[column] = _without(filed[column], missing)
    perfect = right | {
        "style_noted": block.people.style,
        "risk_type_noted": entries.tolerance_class(block.people.tolerance) - 1,
    }
    truth = {
        "customers": pd.DataFrame(keys | _shown(perfect)),
        "file_errors": pd.DataFrame(wrong, columns=_ERROR_COLUMNS, dtype="str"),
        "file_care": _care(block),
    }
    return Made({"customers": pd.DataFrame(keys | _shown(filed))}, truth)


def _keys(block: PeopleBlock) -> dict:
    left = block.life.left_month
    branches = block.branch_ids[:: identifiers.MANAGERS_PER_BRANCH]
    return {
        "customer_id": block.people.ids.astype(object),
        "branch_id": coded(gaps.branch_places(block), branches),
        "manager_id": coded(block.people.manager, block.manager_ids),
        "joined": block.people.joined,
        "left": np.where(left >= 0, block.calendar.last_days[left], np.datetime64("NaT")),
    }


def _true_values(block: PeopleBlock, noted: entries.Entries) -> dict[str, np.ndarray]:
    """Column -> value; words as indices, -1 where the column does not apply."""
    people = block.people
    at_work = people.occupation < _AT_WORK
    return {
        "gender": people.gender,
        "birth_date": people.birth,
        "education": people.education,
        "marital_status": people.marital,
        "children": people.children,
        "household_size": people.household,
        "occupation": people.occupation,
        "employer_industry": np.where(at_work, people.employer_industry, -1),
        "years_in_job": np.where(at_work, people.years_in_job, np.nan),
        "monthly_income": people.income,
        "district": people.district,
        "home": people.home,
        "lifestyle": people.lifestyle,
        "contact_phone": noted.phone.astype(object),
        "e_contact": noted.e_contact,
        "found_through": people.found_by,
        "attitude_to_bank": noted.attitude,
        "style_noted": noted.style,
        "risk_type_noted": noted.risk_type,
    }


def _without(values: np.ndarray, missing: np.ndarray) -> np.ndarray:
    """The values with some left out."""
    if values.dtype == object:
        return np.where(missing, None, values)
    return np.where(missing, np.nan, values)


def _shown(columns: dict[str, np.ndarray]) -> dict:
    """Words in place of indices."""
    return {
        name: pd.Categorical.from_codes(_codes(values), dtype=_DTYPES[name]) if name in _DTYPES else values
        for name, values in columns.items()
    }


def _codes(values: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(values), -1, values).astype(int)


_ERROR_COLUMNS = ("customer_id", "column", "kind", "true_value", "entered_value")


def _wrong_entries(block: PeopleBlock, slip: errors.Slip, who, right, entered) -> list[tuple[str, ...]]:
    """Rows of the truth frame; the values are written as in the file."""
    written = []
    for values in (right, entered):
        if slip.column in _WORDS:
            values = np.array(_WORDS[slip.column], dtype=object)[values]
        written.append([f"{value:.2f}" if isinstance(value, float) else str(value) for value in values])
    return [
        (str(customer), slip.column, slip.kind, *values)
        for customer, *values in zip(block.people.ids[who], *written, strict=True)
    ]


def _care(block: PeopleBlock) -> pd.DataFrame:
    """A row a branch: how well it keeps its files."""
    branches = block.branch_ids[:: identifiers.MANAGERS_PER_BRANCH]
    shown = slice(None, len(branches))
    return pd.DataFrame(
        {
            "branch_id": branches.astype(object),
            "sloppy": gaps.sloppy_branches(block)[shown],
            "error_rate": errors.error_rates(block)[shown],
        }
    )


ROOM = Room(
    "customer file",
    ("customers",),
    make,
    truth={
        "customers": "The customer file with nothing left out and nothing wrong; style and class of risk tolerance as "
        "they are. Employer's industry and years in the job are missing for who has no job.",
        "file_errors": "customer_id, column, kind of error, true value and value entered, both as text.",
        "file_care": "branch_id; whether the branch keeps poor files; probability that an entry of one of its seven "
        "columns of errors is wrong.",
    },
    parameters={
        **entries.TRUTH.as_dict(),
        **gaps.TRUTH.as_dict(),
        **{f"missing_{column}": odds for column, odds in gaps.LEFT_OUT.items()},
        **errors.TRUTH.as_dict(),
    },
)
