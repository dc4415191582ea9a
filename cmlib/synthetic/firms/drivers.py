"""What a firm is before any statement is written: its business drivers.

Drivers are rounded to six decimals. After that only + - * / and rounding to the cent follow, which
every processor does alike, so a seed gives the same files to the byte on every machine.
"""

from dataclasses import dataclass, fields

import numpy as np

from cmlib.synthetic.identifiers import FIRM_BLOCK as BLOCK
from cmlib.synthetic.streams import stream
from cmlib.synthetic.world.industry_norms import INDUSTRIES

REGIONS = ("north", "east", "south", "west")
OWNERSHIPS = ("private", "state", "foreign", "collective")


@dataclass(frozen=True)
class Drivers:
    """Drivers of one block of firms: one array of length ``BLOCK`` each.

    Standardised drivers (mean 0, spread 1): ``quality`` of management, ``appetite`` for debt,
    ``ambition`` to grow. Factors around 1 multiply an industry's norm.
    """

    industry: np.ndarray  # index into INDUSTRIES
    region: np.ndarray
    ownership: np.ndarray
    founded: np.ndarray  # year
    quality: np.ndarray
    appetite: np.ndarray
    ambition: np.ndarray
    severity: np.ndarray  # how hard a slide into distress hits this firm
    sales: np.ndarray  # of the year before the first simulated year, CNY
    margin_edge: np.ndarray  # gross margin above the industry's
    receivables_factor: np.ndarray
    inventory_factor: np.ndarray
    payables_factor: np.ndarray
    plant_factor: np.ndarray
    cash_days: np.ndarray
    debt_target: np.ndarray  # loans per unit of total assets
    payout: np.ndarray  # dividends per unit of profit
    interest_rate: np.ndarray  # a year
    tax_rate: np.ndarray
    fixed_cost_share: np.ndarray  # of administration: what does not fall when sales fall
    skimps: np.ndarray  # uniform draw that decides whether a sliding firm cooks its books
    cooking_method: np.ndarray  # index into cooking.METHODS
    cooking_size: np.ndarray  # faked amount a year, per unit of sales

    def of_industry(self, attribute: str) -> np.ndarray:
        """The industry's value of ``attribute`` for each firm."""
        return np.array([getattr(industry, attribute) for industry in INDUSTRIES])[self.industry]


def draw_drivers(seed: int, block: int, first_year: int) -> Drivers:
    """Draw the drivers of one block of firms."""
    rng = stream(seed, "firms", block)
    shares = np.array([industry.share for industry in INDUSTRIES])
    industry = rng.choice(len(INDUSTRIES), size=BLOCK, p=shares / shares.sum())

    def normal():
        return rng.standard_normal(BLOCK)

    def norm(attribute):
        return np.array([getattr(record, attribute) for record in INDUSTRIES])[industry]

    quality, appetite, ambition = normal(), normal(), normal()
    appetite = 0.95 * appetite - 0.3 * quality
    drivers = Drivers(
        industry=industry,
        region=rng.choice(len(REGIONS), size=BLOCK, p=(0.2, 0.4, 0.25, 0.15)),
        ownership=rng.choice(len(OWNERSHIPS), size=BLOCK, p=(0.66, 0.16, 0.12, 0.06)),
        founded=first_year - 3 - np.floor(rng.gamma(2.0, 6.0, BLOCK)).astype(int),
        quality=quality,
        appetite=appetite,
        ambition=ambition,
        severity=rng.uniform(0.6, 1.5, BLOCK),
        sales=np.clip(1.6e8 * np.exp(1.15 * normal()), 1.2e7, 9e9),
        margin_edge=norm("gross_margin") * (0.09 * quality + 0.13 * normal()),
        receivables_factor=np.exp(0.28 * normal() - 0.08 * quality),
        inventory_factor=np.exp(0.26 * normal() - 0.08 * quality),
        payables_factor=np.exp(0.22 * normal()),
        plant_factor=np.exp(0.30 * normal()),
        cash_days=np.clip(34 * np.exp(0.45 * normal() + 0.12 * quality), 8, 150),
        debt_target=np.clip(norm("debt_target") + 0.10 * appetite, 0.0, 0.60),
        payout=np.clip(0.25 + 0.18 * normal(), 0.0, 0.7),
        interest_rate=np.clip(0.046 + 0.004 * appetite - 0.003 * quality + 0.003 * normal(), 0.03, 0.08),
        tax_rate=np.where(rng.random(BLOCK) < 0.3 * (norm("policy") >= 4), 0.15, 0.25),
        fixed_cost_share=rng.uniform(0.3, 0.8, BLOCK),
        skimps=rng.random(BLOCK),
        cooking_method=rng.integers(0, 4, BLOCK),
        cooking_size=rng.uniform(0.05, 0.11, BLOCK),
    )
    return Drivers(**{f.name: _settled(getattr(drivers, f.name)) for f in fields(Drivers)})


def _settled(values: np.ndarray) -> np.ndarray:
    return np.round(values, 6) if values.dtype.kind == "f" else values
