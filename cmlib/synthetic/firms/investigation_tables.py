"""The tables of firms under investigation: sales ledgers, and statements as typed into applications."""

from cmlib.items import ITEMS
from cmlib.synthetic.firms.ledger import KINDS
from cmlib.synthetic.schema import Column, Table, refers_to

_FIRM = Column("firm_id", "string", "The firm.", "企业编号")

TABLES = (
    Table(
        "ledger_entries",
        "Sales ledgers",
        "One row an invoice of a firm under investigation: all invoices of its main business in up to three years, net "
        "of value-added tax. They sum to the main-business revenue that the firm reported.",
        ("entry_id",),
        (
            _FIRM,
            Column("entry_id", "integer", "Number of the entry, unique in the bank.", "分录编号"),
            Column("date", "date", "Date of the invoice.", "开票日期"),
            Column("amount", "number", "Amount invoiced, net of value-added tax.", "金额", "CNY", minimum=0),
            Column("customer", "string", "The firm's own code for its customer.", "客户代码"),
            Column("kind", "string", "Kind of sale.", "销售类型", allowed=KINDS),
        ),
        references=refers_to("firm_id"),
        format="parquet",
    ),
    Table(
        "submitted_statements",
        "Statements typed into applications",
        "One row a firm and year: the firm's yearly statements as somebody typed them into a loan application. Some "
        "were typed wrongly.",
        ("firm_id", "year"),
        (
            _FIRM,
            Column("year", "integer", "Calendar year, which is the business year.", "年度"),
            *(
                Column(item.name, "number", f"{item.meaning} ({item.statement})", item.zh, item.unit, required=False)
                for item in ITEMS.values()
            ),
        ),
        references=refers_to("firm_id"),
    ),
)
