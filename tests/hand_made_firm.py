"""A firm whose three years articulate to the cent, worked out with a pencil.

The third year is one of loss: the firm sells securities and plant, and borrows. Every amount of one
year follows from the amounts above it and those of the year before.
"""

import narwhals.stable.v2 as nw
import pandas as pd

YEARS = (2021, 2022, 2023)

_LINES = """
    cash                                   100.00   113.00   145.10
    short_term_investments                  50.00    70.00    25.00
    receivables                            200.00   230.00   260.00
    inventory                              150.00   165.50   180.00
    other_current_assets                    20.00    25.00    22.00
    current_assets                         520.00   603.50   632.10
    fixed_assets                           400.00   440.00   383.00
    intangible_assets                       80.00    77.00    69.00
    total_assets                          1000.00  1120.50  1084.10
    short_term_debt                        100.00   110.00   150.00
    current_portion_of_long_term_debt       40.00    50.00    60.00
    payables                               120.00   135.00   150.00
    other_current_liabilities               30.00    28.00    25.00
    current_liabilities                    290.00   323.00   385.00
    long_term_debt                         160.00   160.00   129.60
    total_liabilities                      450.00   483.00   514.60
    paid_in_capital                        300.00   320.00   320.00
    retained_earnings                      250.00   317.50   249.50
    equity                                 550.00   637.50   569.50
    main_business_revenue                  800.00   900.00   700.40
    other_business_revenue                  40.00    50.00    49.60
    revenue                                840.00   950.00   750.00
    main_business_cost                     520.00   600.00   560.10
    other_business_cost                     25.00    30.00    39.90
    cost_of_sales                          545.00   630.00   600.00
    business_taxes                           9.00    10.00     8.00
    selling_expense                         55.00    60.00    70.00
    administrative_expense                  80.00    90.50    95.00
    impairment_loss                          4.00     5.25    30.50
    interest_expense                        13.00    14.25    16.50
    operating_profit                       134.00   140.00   -70.00
    non_operating_result                     0.00   -10.00    12.00
    profit_before_tax                      134.00   130.00   -58.00
    income_tax                              33.50    32.50     0.00
    net_income                             100.50    97.50   -58.00
    depreciation                            38.00    40.00    42.00
    amortisation                             8.00     8.00     8.00
    cash_received_from_customers           815.00   920.00   720.00
    other_operating_receipts                 5.00   -12.75     9.00
    cash_paid_to_suppliers_and_employees   660.00   740.00   735.00
    taxes_paid                              42.00    45.00    15.00
    operating_cash_flow                    118.00   122.25   -21.00
    investments_sold                         0.00    10.00    45.00
    proceeds_from_disposals                  0.00     5.75    35.00
    capital_expenditure                     70.00    90.75    20.00
    investments_purchased                   20.00    30.00     0.00
    investing_cash_flow                    -90.00  -105.00    60.00
    equity_issued                            0.00    20.00     0.00
    borrowings_received                     80.00   120.00   150.00
    borrowings_repaid                       60.00   100.00   130.40
    interest_paid                           13.00    14.25    16.50
    dividends_paid                          25.00    30.00    10.00
    financing_cash_flow                    -18.00    -4.25    -6.90
    net_change_in_cash                      10.00    13.00    32.10
"""


def hand_made_firm(firm_id: str = "A") -> pd.DataFrame:
    """Three rows, one a year."""
    lines = [line.split() for line in _LINES.strip().splitlines()]
    amounts = {name: [float(value) for value in values] for name, *values in lines}
    return pd.DataFrame({"firm_id": [firm_id] * len(YEARS), "year": list(YEARS), **amounts})


def rows(table) -> list[dict]:
    """The rows of any engine's table, in the order of their first columns; None where a value is missing."""
    frame = nw.from_native(table)
    frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    found = [
        {name: None if pd.isna(value) else value for name, value in row.items()} for row in frame.iter_rows(named=True)
    ]
    return sorted(found, key=lambda row: tuple(map(str, row.values())))
