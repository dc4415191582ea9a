"""What lessons and assignments use of their own.

"Your turn" checks, calling a student's function in quiet, and whether the environment is right.
"""

from cmlib.practice.environment import check_environment
from cmlib.practice.number import check_number
from cmlib.practice.quiet import quietly

__all__ = ["check_environment", "check_number", "quietly"]
