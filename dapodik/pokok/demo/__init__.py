"""The demonstration school: invented, whole, and with a few mistakes to find.

The same names and numbers every time; only its dates follow the school year of the day it is made.
"""

from .school import NAMA, NPSN, SchoolExists, make

__all__ = ["NAMA", "NPSN", "SchoolExists", "make"]
