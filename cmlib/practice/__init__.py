"""What lessons and assignments use of their own: "your turn" checks, and calling a student's function in quiet."""

from cmlib.practice.number import check_number
from cmlib.practice.quiet import quietly

__all__ = ["check_number", "quietly"]
