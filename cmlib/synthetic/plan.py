"""The plan of the bank: which rooms there are, and every table in the order in which it is shown."""

from cmlib.synthetic.accounts import fraud_cases, service_costs
from cmlib.synthetic.accounts import laws as account_laws
from cmlib.synthetic.accounts import room as accounts
from cmlib.synthetic.accounts import tables as account_tables
from cmlib.synthetic.firms import (
    corporate_entries,
    file_laws,
    file_tables,
    institution_file,
    investigation,
    investigation_laws,
    investigation_tables,
    month_by_month,
    monthly_laws,
    monthly_tables,
    relation_laws,
    relation_tables,
    relations,
)
from cmlib.synthetic.firms import tables as firm_tables
from cmlib.synthetic.firms import yearly as firms_year_by_year
from cmlib.synthetic.law import Law
from cmlib.synthetic.lending import corporate, haircuts, personal, resolution
from cmlib.synthetic.lending import laws as lending_laws
from cmlib.synthetic.lending import tables as lending_tables
from cmlib.synthetic.marketing import campaigns, people_room, visits_corporate
from cmlib.synthetic.marketing import laws as marketing_laws
from cmlib.synthetic.marketing import tables as marketing_tables
from cmlib.synthetic.people import customer_file, product_ratings
from cmlib.synthetic.people import laws as people_laws
from cmlib.synthetic.people import tables as people_tables
from cmlib.synthetic.schema import Table
from cmlib.synthetic.service import laws as service_laws
from cmlib.synthetic.service import rooms as service
from cmlib.synthetic.service import survey_tables
from cmlib.synthetic.service import tables as service_tables
from cmlib.synthetic.staff import day, peers
from cmlib.synthetic.staff import laws as staff_laws
from cmlib.synthetic.staff import room as staff
from cmlib.synthetic.world import catalogue, fund_prices, income, industries, innovations, macro, market_shares
from cmlib.synthetic.world import laws as world_laws
from cmlib.synthetic.world import yearly as economy

#: Rooms made once for a bank, once for each block of customers, once for each block of firms. A room
#: may use what rooms before it made.
WORLD_ROOMS = (
    economy.ROOM,
    fund_prices.ROOM,
    service_costs.ROOM,
    catalogue.ROOM,
    macro.ROOM,
    industries.ROOM,
    market_shares.ROOM,
    income.ROOM,
    innovations.ROOM,
    haircuts.ROOM,
    campaigns.ROOM,
    peers.ROOM,
    day.ROOM,
    *service.WORLD,
)
PEOPLE_ROOMS = (
    customer_file.ROOM,
    product_ratings.ROOM,
    accounts.ROOM,
    fraud_cases.ROOM,
    personal.ROOM,
    resolution.ROOM,
    people_room.ROOM,
    staff.PERSONAL,
    *service.PEOPLE,
)
FIRM_ROOMS = (
    firms_year_by_year.ROOM,
    firms_year_by_year.TRUTH_ROOM,
    month_by_month.ROOM,
    relations.ROOM,
    investigation.ROOM,
    corporate.ROOM,
    corporate_entries.ROOM,
    institution_file.ROOM,
    visits_corporate.ROOM,
    staff.CORPORATE,
)

#: Every room, in that order.
ROOMS = (*WORLD_ROOMS, *PEOPLE_ROOMS, *FIRM_ROOMS)

#: Subject -> its tables, in the order in which they are shown.
SUBJECTS: dict[str, tuple[Table, ...]] = {
    "Personal customers and their accounts": (
        *people_tables.TABLES,
        *account_tables.TABLES,
        *fraud_cases.TABLES,
    ),
    "Products, prices and the economy": (
        catalogue.TABLE,
        income.TABLE,
        innovations.TABLE,
        *account_tables.WORLD_TABLES,
        *macro.TABLES,
        *industries.TABLES,
        market_shares.TABLE,
    ),
    "Firms and institutions": (
        *firm_tables.TABLES,
        *file_tables.TABLES,
        *monthly_tables.TABLES,
        *relation_tables.TABLES,
        *investigation_tables.TABLES,
    ),
    "Loans": (*lending_tables.TABLES,),
    "Finding and winning customers": (*marketing_tables.TABLES,),
    "Service and satisfaction": (*service_tables.TABLES, *survey_tables.TABLES),
    "Branches and customer managers": (*staff.TABLES, peers.TABLE, day.TABLE),
}

#: Every table.
TABLES: tuple[Table, ...] = tuple(table for tables in SUBJECTS.values() for table in tables)

#: Name of a table -> its description.
TABLE = {table.name: table for table in TABLES}

#: Identities that hold between the tables, beyond what their descriptions say.
LAWS: tuple[Law, ...] = (
    *file_laws.LAWS,
    *people_laws.LAWS,
    *account_laws.LAWS,
    *fraud_cases.LAWS,
    *world_laws.LAWS,
    *monthly_laws.LAWS,
    *relation_laws.LAWS,
    *investigation_laws.LAWS,
    *lending_laws.LAWS,
    *marketing_laws.LAWS,
    *service_laws.LAWS,
    *staff_laws.LAWS,
)
