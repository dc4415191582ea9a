"""What makes a spinning mill's statements look unlike a wholesaler's: one record an industry.

The magnitudes are set by hand in the order of published medians for Chinese industry; they are
inputs of the synthetic bank, not estimates of anything.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Industry:
    """The typical firm of an industry. Fractions are of revenue unless the name says days."""

    name: str
    zh: str
    share: float  # of the bank's firms
    trend: float  # yearly growth of sales
    cyclicality: float  # change of sales growth when the economy moves by one
    gross_margin: float
    receivables_days: float
    inventory_days: float
    payables_days: float
    fixed_assets: float  # net plant per unit of yearly sales
    intangible_assets: float
    depreciation_rate: float  # of opening net plant
    selling: float
    administration: float
    debt_target: float  # loans per unit of total assets
    policy: int  # 1 discouraged by the state ... 5 encouraged


INDUSTRIES = (
    Industry("food processing", "食品加工", 0.14, 0.075, 0.010, 0.215, 38, 62, 48, 0.32, 0.05, 0.105, 0.055, 0.050, 0.26, 4),
    Industry("textiles and clothing", "纺织服装", 0.13, 0.035, 0.025, 0.175, 58, 92, 62, 0.34, 0.04, 0.100, 0.035, 0.052, 0.31, 2),
    Industry("chemicals", "化工", 0.13, 0.060, 0.040, 0.210, 52, 60, 66, 0.52, 0.06, 0.100, 0.034, 0.060, 0.30, 2),
    Industry("building materials", "建材", 0.11, 0.040, 0.050, 0.235, 92, 58, 88, 0.58, 0.06, 0.095, 0.042, 0.064, 0.29, 2),
    Industry("metal products", "金属制品", 0.13, 0.055, 0.040, 0.165, 66, 66, 64, 0.36, 0.04, 0.105, 0.026, 0.052, 0.30, 3),
    Industry("machinery", "机械设备", 0.14, 0.070, 0.035, 0.245, 104, 98, 92, 0.34, 0.05, 0.105, 0.046, 0.088, 0.25, 5),
    Industry("electronics", "电子设备", 0.12, 0.095, 0.030, 0.225, 94, 74, 88, 0.32, 0.06, 0.140, 0.038, 0.094, 0.22, 5),
    Industry("wholesale trade", "批发", 0.10, 0.060, 0.030, 0.085, 40, 34, 30, 0.06, 0.01, 0.110, 0.026, 0.018, 0.36, 3),
)
