"""The plan of the bank: which rooms there are, and every table in the order in which it is shown."""

from cmlib.synthetic.firms import tables as firm_tables
from cmlib.synthetic.firms import yearly as firms_year_by_year
from cmlib.synthetic.law import Law
from cmlib.synthetic.schema import Table
from cmlib.synthetic.world import yearly as economy

#: Rooms made once for a bank, once for each block of customers, once for each block of firms. A room
#: may use what rooms before it made.
WORLD_ROOMS = (economy.ROOM,)
PEOPLE_ROOMS = ()
FIRM_ROOMS = (firms_year_by_year.ROOM,)

#: Every room, in that order.
ROOMS = (*WORLD_ROOMS, *PEOPLE_ROOMS, *FIRM_ROOMS)

TABLES: tuple[Table, ...] = (*firm_tables.TABLES,)

#: Name of a table -> its description.
TABLE = {table.name: table for table in TABLES}

#: Identities that hold between the tables, beyond what their descriptions say.
LAWS: tuple[Law, ...] = ()
