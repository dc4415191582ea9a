"""The synthetic bank: seeded customers and firms whose truth is known."""

from cmlib.synthetic.bank import Bank

__all__ = ["Bank"]
