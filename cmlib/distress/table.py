"""Distress scores of whole tables of statements: every part, the total, the zone."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.distress.altman import ALTMAN_Z, ALTMAN_Z_EMERGING, ALTMAN_Z_NON_MANUFACTURERS, ALTMAN_Z_PRIVATE
from cmlib.distress.beneish import BENEISH_M
from cmlib.distress.model import DistressModel
from cmlib.distress.piotroski import PIOTROSKI_F
from cmlib.formula import Formula
from cmlib.table import ratio_table
from cmlib.table.door import as_frame, hint
from cmlib.table.selection import columns_of, open_statements

_PUBLISHED = (
    ALTMAN_Z,
    ALTMAN_Z_PRIVATE,
    ALTMAN_Z_NON_MANUFACTURERS,
    ALTMAN_Z_EMERGING,
    BENEISH_M,
    PIOTROSKI_F,
)

#: Name of a published model, which is also the name of its formula -> the model.
MODELS: Mapping[str, DistressModel] = MappingProxyType({model.name: model for model in _PUBLISHED})

Asked = DistressModel | Formula | str


def distress_table(
    statements: IntoFrameT,
    models: Asked | Iterable[Asked] | None = None,
    *,
    firm: str = "firm_id",
    year: str = "year",
) -> IntoFrameT:
    """Every part, the total and the zone of distress models, for every firm and year (财务困境评分).

    ``statements`` has one row a firm and year, as `cmlib.table.ratio_table` takes it. ``models`` are names
    out of `MODELS`, their formulas (`altman_z_private`), or models of your own; without it, all published
    models are computed whose columns the table has. (A model for listed firms needs the column
    ``market_value_of_equity`` beside the line items.)

    Returns a table of the same kind: firm, year, and for each model its parts, its total in a column named
    as the model, and its zone in ``<model>_zone``. A part that two models share stands there once. What
    cannot be computed is missing, and with one part the total and the zone; `cmlib.table.ratio_flags` with
    the model's ``formulas`` says why.

    Raises ``TypeError`` for what is no table or no model, ``LookupError`` for an unknown model, missing
    columns or a table on which no model can be computed, ``ValueError`` for two models of one name and for
    a table that `ratio_table` refuses.

    >>> import pandas as pd
    >>> firm = pd.DataFrame([{
    ...     "firm_id": "A", "year": 2023, "current_assets": 300, "current_liabilities": 200, "retained_earnings": 200,
    ...     "profit_before_tax": 150, "interest_expense": 50, "equity": 375, "total_liabilities": 625,
    ...     "total_assets": 1000,
    ... }])
    >>> scored = distress_table(firm)
    >>> scored[["ebit_to_assets", "altman_z_non_manufacturers_zone", "altman_z_emerging_zone"]]
       ebit_to_assets altman_z_non_manufacturers_zone altman_z_emerging_zone
    0             0.2                            safe                   safe
    """
    chosen = _computable(statements) if models is None else models_of(models, "distress_table")
    formulas = list(dict.fromkeys(formula for model in chosen for formula in model.formulas))
    checked, _ = open_statements(statements, formulas, firm, year, "distress_table")
    frame = nw.from_native(ratio_table(checked.to_native(), formulas, firm, year))
    columns = [firm, year]
    for model in chosen:
        frame = frame.with_columns(_total(model).alias(model.name))
        frame = frame.with_columns(_zone(model).alias(zone_column(model)))
        parts = [part.formula for part in model.parts if part.formula not in columns]
        columns += [*parts, model.name, zone_column(model)]
    return frame.select(*columns).to_native()


def models_of(models: Asked | Iterable[Asked], asked_by: str) -> list[DistressModel]:
    """The models asked for by name, formula or themselves. Raises as `distress_table` describes."""
    if isinstance(models, (str, DistressModel)) or callable(models):
        models = [models]
    if not isinstance(models, Iterable):
        raise TypeError(f"{asked_by} needs models to be names, formulas or models; found {type(models).__name__}")
    found: dict[str, DistressModel] = {}
    for one in models:
        model = one if isinstance(one, DistressModel) else _by_name(one, asked_by)
        if found.setdefault(model.name, model) is not model:
            raise ValueError(f"{asked_by} needs a name for each model; found two models {model.name!r}")
    if not found:
        raise ValueError(f"{asked_by} needs at least one model; found none. Leave models out for all published ones")
    return list(found.values())


def zone_column(model: DistressModel) -> str:
    """Name of the column with the model's zone."""
    return f"{model.name}_zone"


def _by_name(one: Formula | str, asked_by: str) -> DistressModel:
    name = one if isinstance(one, str) else getattr(one, "__name__", None)
    if not isinstance(name, str):
        raise TypeError(f"{asked_by} needs a model, its formula or its name; found {one!r}")
    if name not in MODELS:
        raise LookupError(f"{asked_by} knows no model {name!r}{hint([name], MODELS)}; there are {list(MODELS)}")
    return MODELS[name]


def _computable(statements: IntoFrameT) -> list[DistressModel]:
    columns = as_frame(statements, "distress_table").collect_schema().names()
    needed = {model.name: columns_of(model.formulas) for model in _PUBLISHED}
    found = [model for model in _PUBLISHED if set(needed[model.name]) <= set(columns)]
    if not found:
        lacking = [name for name in needed[ALTMAN_Z_EMERGING.name] if name not in columns]
        raise LookupError(
            f"distress_table can compute none of {list(MODELS)}; for {ALTMAN_Z_EMERGING.name!r}, which needs least, "
            f"the table lacks {lacking}{hint(lacking, columns)}"
        )
    return found


def _total(model: DistressModel) -> nw.Expr:
    total = model.total({part.formula: nw.col(part.formula) for part in model.parts})
    return nw.when(total.is_finite()).then(total)


def _zone(model: DistressModel) -> nw.Expr:
    total, (*bounded, highest) = nw.col(model.name), model.zones
    name = nw.lit(highest.name)
    for zone in reversed(bounded):
        inside = total <= zone.upper if zone.upper_included else total < zone.upper
        name = nw.when(inside).then(nw.lit(zone.name)).otherwise(name)
    return nw.when(total.is_finite()).then(name)
