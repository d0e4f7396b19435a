"""`StrEnum` for Python 3.10, where the standard library has none yet."""

from enum import Enum


class StrEnum(str, Enum):
	"""An enumeration whose members are plain strings to JSON, SQL and `format()`."""

	__str__ = str.__str__
