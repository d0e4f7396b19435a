"""Numbers read exactly and rounded half up."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

ZERO = Decimal(0)


def read_decimal(value: object) -> Decimal:
	"""Return the number that is written in `value`: of a float, the shortest decimal that stands for it.

	Raises `ValueError` for what is no finite number.
	"""
	try:
		number = value if isinstance(value, Decimal) else Decimal(str(value or 0).strip())
	except InvalidOperation:
		number = Decimal("nan")
	if not number.is_finite():
		raise ValueError(f"{value!r} is no number")
	return number


def rounded(amount: Decimal, digits: int) -> Decimal:
	"""Return the amount with so many digits after the point, halves away from zero. The context's precision must suffice."""
	return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
