"""Monitoring: how grades migrate from period to period, and which signals warn before a default."""
