"""The tables about firms among firms: who owns whom, who guarantees whose loans, who had to pay."""

from cmlib.synthetic.schema import Column, Reference, Table, refers_to

_FIRM = Column("firm_id", "string", "The firm.", "企业编号")
_GUARANTOR = Column("guarantor_id", "string", "The firm that guarantees.", "保证人编号")
_GUARANTEE = (Reference("guarantor_id", "firms", "firm_id"), *refers_to("firm_id"))

TABLES = (
    Table(
        "ownership_links",
        "Who owns whom",
        "One row an owner and firm: direct shares only. The shares of a firm sum to 1.",
        ("firm_id", "owner"),
        (
            Column(
                "owner",
                "string",
                "Who holds the share: a firm of the bank by its number, or founder, family, state holding, outside "
                "company or employees.",
                "股东",
            ),
            Column(
                "owner_firm_id",
                "string",
                "The same, where a firm of the bank holds it.",
                "股东企业编号",
                required=False,
            ),
            _FIRM,
            Column(
                "share",
                "number",
                "Part of the firm's capital.",
                "持股比例",
                "fraction",
                minimum=0,
                maximum=1,
                decimals=4,
            ),
            Column("since", "date", "Day since which the owner has held it.", "持股起始日"),
        ),
        references=(Reference("owner_firm_id", "firms", "firm_id"), *refers_to("firm_id")),
    ),
    Table(
        "guarantee_links",
        "Who guarantees whose loans",
        "One row a guarantor and firm whose loans it guarantees.",
        ("firm_id", "guarantor_id"),
        (
            _GUARANTOR,
            Column("firm_id", "string", "The firm whose loans are guaranteed.", "被保证企业编号"),
            Column("amount", "number", "Most that the guarantor can be asked to pay.", "担保金额", "CNY", minimum=0),
            Column("since", "date", "First day of the guarantee.", "担保起始日"),
            Column("until", "date", "Last day of the guarantee.", "担保到期日"),
        ),
        references=_GUARANTEE,
    ),
    Table(
        "guarantee_calls",
        "Guarantees called",
        "One row a guarantor who was asked to pay because the firm had defaulted.",
        ("firm_id", "guarantor_id"),
        (
            _GUARANTOR,
            Column("firm_id", "string", "The firm that defaulted.", "被保证企业编号"),
            Column("called_on", "date", "Day on which the bank asked for payment.", "代偿通知日"),
            Column("amount", "number", "What the bank asked for.", "通知代偿金额", "CNY", minimum=0),
            Column("paid", "number", "What the guarantor paid.", "实际代偿金额", "CNY", minimum=0),
        ),
        references=_GUARANTEE,
    ),
)
