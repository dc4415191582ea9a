"""Loans from application to the last payment, or to what is recovered."""
