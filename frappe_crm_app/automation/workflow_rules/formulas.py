"""Values that are worked out from fields: `value * 1.1`, `expected_close_date + 7` (pure, no frappe).

Names are those of fields, `customer__industry` where a linked record holds it, and `today` and `now`. Nothing has attributes or indices,
and there are only the functions and operators below, so that nothing can be reached but what is given. Numbers are decimal and of
limited precision, texts only added, so a formula costs no more than its length.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from simpleeval import InvalidExpression, SimpleEval

LONGEST = 500  # characters
MOST_NODES = 100
LARGEST = Decimal(10) ** 20
ONE_DAY = timedelta(days=1)
ALLOWED = (
	ast.Name, ast.Constant, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call,
	ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.Load,
)  # fmt: skip


class FormulaError(ValueError):
	"""What is written is no formula, or cannot be worked out of these values."""


@dataclass(frozen=True)
class Formula:
	"""What somebody has written, and the names in it."""

	text: str
	node: ast.expr
	names: frozenset[str]


def read_formula(text: str) -> Formula:
	"""Return what is written, read once; raises `FormulaError`."""
	if len(text) > LONGEST:
		raise FormulaError(text)
	try:
		node = ast.parse(text.strip(), mode="eval").body
	except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
		raise FormulaError(text) from error
	nodes = list(ast.walk(node))
	if len(nodes) > MOST_NODES or not all(is_allowed(each) for each in nodes):
		raise FormulaError(text)
	called = {each.func for each in nodes if isinstance(each, ast.Call)}
	names = {each.id for each in nodes if isinstance(each, ast.Name) and each not in called}
	return Formula(text, node, frozenset(names))


def is_allowed(node: ast.AST) -> bool:
	"""Return whether formulas may have this part."""
	if isinstance(node, ast.Call):
		is_known = isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS
		return is_known and not node.keywords and not any(isinstance(each, ast.Starred) for each in node.args)
	if isinstance(node, ast.Constant):
		return isinstance(node.value, str | bool | int | float) or node.value is None
	if isinstance(node, ast.operator | ast.unaryop | ast.cmpop):
		return type(node) in OPERATORS
	return isinstance(node, ALLOWED)


def worked_out(formula: Formula, values: Mapping[str, object]) -> object:
	"""Return what a formula comes to, given the values of its names: `str`, `Decimal`, `bool`, `date`, `datetime` or `None`; raises `FormulaError`."""
	names = {name: as_operand(values[name]) for name in formula.names}
	evaluator = SimpleEval(OPERATORS, FUNCTIONS, names)
	evaluator.nodes[ast.Constant] = lambda node: as_operand(node.value)
	try:
		result = evaluator.eval(formula.text, previously_parsed=formula.node)
	except (InvalidExpression, ArithmeticError, TypeError, ValueError) as error:
		raise FormulaError(formula.text) from error
	if isinstance(result, Decimal) and not (result.is_finite() and abs(result) <= LARGEST):
		raise FormulaError(formula.text)
	return result


def as_operand(value: object) -> object:
	"""Return a value as formulas work with it: every number is a `Decimal`."""
	is_number = isinstance(value, int | float) and not isinstance(value, bool)
	return Decimal(str(value)) if is_number else value


def add(left: object, right: object) -> object:
	"""Return the sum of two numbers, two texts, or a date and so many days."""
	if isinstance(left, str) and isinstance(right, str):
		return left + right
	if isinstance(left, date) and isinstance(right, Decimal):
		return left + days_of(left, right)
	return of_numbers(operator.add)(left, right)


def subtract(left: object, right: object) -> object:
	"""Return the difference of two numbers, the days between two dates, or the date so many days before."""
	if isinstance(left, date) and isinstance(right, Decimal):
		return left - days_of(left, right)
	if isinstance(left, date) and isinstance(right, date):
		return Decimal(str((left - right) / ONE_DAY))
	return of_numbers(operator.sub)(left, right)


def days_of(day: date, number: Decimal) -> timedelta:
	"""Return so many days, whole ones where they count from a day and not from a moment."""
	if not isinstance(day, datetime) and number != int(number):
		raise TypeError(number)
	return timedelta(days=float(number))


def of_numbers(work: Callable[..., object]) -> Callable[..., object]:
	"""Return the same for numbers alone."""

	def refuse_others(*operands: object) -> object:
		if not operands or not all(isinstance(each, Decimal) for each in operands):
			raise TypeError(operands)
		return work(*operands)

	return refuse_others


def rounded(number: Decimal, places: Decimal = Decimal(0)) -> Decimal:
	"""Return a number with so many decimals, halves away from zero."""
	return number.quantize(Decimal(1).scaleb(-int(places)), rounding="ROUND_HALF_UP")


def as_text(value: object) -> str:
	"""Return a value as a text; a number without the zeros at its end."""
	if isinstance(value, Decimal):
		text = f"{value:f}"
		return text.rstrip("0").rstrip(".") if "." in text else text
	return "" if value is None else str(value)


OPERATORS = {
	ast.Add: add,
	ast.Sub: subtract,
	ast.Mult: of_numbers(operator.mul),
	ast.Div: of_numbers(operator.truediv),
	ast.FloorDiv: of_numbers(operator.floordiv),
	ast.USub: of_numbers(operator.neg),
	ast.UAdd: of_numbers(operator.pos),
	ast.Not: operator.not_,
	ast.Eq: operator.eq,
	ast.NotEq: operator.ne,
	ast.Lt: operator.lt,
	ast.LtE: operator.le,
	ast.Gt: operator.gt,
	ast.GtE: operator.ge,
}
FUNCTIONS = {
	"min": of_numbers(lambda *numbers: min(numbers)),
	"max": of_numbers(lambda *numbers: max(numbers)),
	"abs": of_numbers(operator.abs),
	"round": of_numbers(rounded),
	"text": as_text,
	"upper": lambda text: str.upper(text),
	"lower": lambda text: str.lower(text),
}
