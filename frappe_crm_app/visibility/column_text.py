"""What a text that names columns says: a column, an aggregate over one, or something that is neither. No site is needed.

Two rules read it. Of our DocTypes a text is a column or an aggregate (`read_column`), nothing else. Of the DocTypes of others it may be
any expression that reaches no other table (`is_harmless`): they take functions and arithmetic that we need not know.

Anybody may send such a text, guests too. So its length is bounded before anything reads it, white space is one blank, and no pattern
can match the same characters in two ways.
"""

import re
from dataclasses import dataclass
from functools import lru_cache


def words(text: str) -> frozenset[str]:
	return frozenset(text.split())


LONGEST_COLUMN = 500
LONGEST_EXPRESSION = 2_000
AGGREGATES = words("count sum avg min max")
# SQL functions, and words before a parenthesis, that compute from what they are given. What is not named here might read a file, or
# another table.
PURE_FUNCTIONS = AGGREGATES | words(
	"""abs ceil ceiling floor round sqrt power mod sign truncate greatest least ifnull coalesce nullif if isnull
	length char_length character_length lower upper trim ltrim rtrim left right substr substring substring_index
	concat concat_ws replace reverse lpad rpad locate instr strpos position field find_in_set cast convert
	date time timestamp year quarter month monthname week yearweek weekday day dayname dayofmonth dayofweek
	dayofyear hour minute second datediff timediff timestampdiff timestampadd date_add date_sub adddate subdate
	date_format to_days unix_timestamp from_unixtime extract date_part date_trunc to_char last_day makedate now curdate
	current_date current_timestamp curtime utc_timestamp group_concat string_agg json_extract json_unquote
	json_value rand random stddev variance in distinct over and or not between case when then else"""
)
WORDS_OF_QUERIES = words(
	"select union intersect except table values into procedure handler load outfile dumpfile exec"
)
WORDS_OF_CONDITIONS = words("or xor and not having where like rlike regexp")

_NAME = r"(?:`(?P<quoted>\w+)`|(?P<plain>\w+|\*))"
_OF = r"(?:`tab(?P<table>[^`]+)`|(?P<owner>\w+(?: \w+)*))\."
_COLUMN = re.compile(rf"(?:{_OF})?{_NAME}")
_ALIAS = re.compile(
	r"(?P<what>.+) as (?:`(?P<a>[^`]+)`|'(?P<b>[^'\\]+)'|\"(?P<c>[^\"\\]+)\"|(?P<d>\w+))", re.I | re.S
)
_AGGREGATE = re.compile(r"(?P<function>\w+)\((?P<of>[^()]*)\)")
_DISTINCT = "distinct "
_QUOTED = re.compile(r"`[^`\\]*`|'[^'\\]*'|\"[^\"\\]*\"")
_CALLED = re.compile(r"\b(\w+) ?\(")
_WORD = re.compile(r"\w+")
_TABLE = re.compile(r"`tab([^`]+)`")


@dataclass(frozen=True)
class Column:
	"""A column `field` (or `*`) of the table itself, of the DocType `table`, or of whatever the field `owner` leads to."""

	field: str
	table: str = ""
	owner: str = ""
	function: str = ""
	alias: str = ""


def spaced(text: str) -> str:
	"""Return the text with one blank for each stretch of white space, and none at its ends."""
	return " ".join(text.split())


def read_column(text: str) -> Column | None:
	"""Return the column that a text names, or that it aggregates; `None` for anything else, and for what is too long."""
	return read_short_column(text) if len(text) <= LONGEST_COLUMN else None


@lru_cache(maxsize=4096)
def read_short_column(text: str) -> Column | None:
	text, alias = without_alias(spaced(text))
	if aggregate := _AGGREGATE.fullmatch(text):
		column = plain_column(aggregated(aggregate["of"]))
		function = aggregate["function"].lower()
		if not column or function not in AGGREGATES:
			return None
		return Column(column.field, column.table, column.owner, function, alias)
	column = plain_column(text)
	return Column(column.field, column.table, column.owner, "", alias) if column else None


def aggregated(inside: str) -> str:
	"""Return what an aggregate is of: what stands in its parentheses, without `distinct`."""
	inside = inside.strip()
	return inside[len(_DISTINCT) :] if inside.lower().startswith(_DISTINCT) else inside


def plain_column(text: str) -> Column | None:
	"""Return the column that a text names without anything beside it."""
	if len(text) > LONGEST_COLUMN:
		return None
	match = _COLUMN.fullmatch(text)
	if not match:
		return None
	return Column(match["quoted"] or match["plain"], match["table"] or "", match["owner"] or "")


def without_alias(text: str) -> tuple[str, str]:
	"""Return the text before ` as `, and the name after it."""
	match = _ALIAS.fullmatch(text)
	if not match:
		return text, ""
	return match["what"], match["a"] or match["b"] or match["c"] or match["d"]


def without_direction(text: str) -> str:
	"""Return what of a sorting stands before `asc` or `desc`."""
	words = text.rsplit(maxsplit=1)
	return words[0].strip() if len(words) == 2 and words[1].lower() in ("asc", "desc") else text.strip()


def parts_of(text: str) -> list[str]:
	"""Return what stands between the commas that are in no parentheses and no quotes."""
	parts, depth, quote, begins = [], 0, "", 0
	for place, character in enumerate(text):
		if quote:
			quote = "" if character == quote else quote
		elif character in "`'\"":
			quote = character
		elif character in "()":
			depth += 1 if character == "(" else -1
		elif character == "," and depth <= 0:
			parts.append(text[begins:place])
			begins = place + 1
	return [part.strip() for part in (*parts, text[begins:]) if part.strip()]


def is_harmless(text: str, is_condition: bool = False) -> bool:
	"""Return whether an expression of another app's DocType can reach no other table, and run nothing; what is too long is not read.

	`is_condition` is for what stands before the operator of a filter: it must not join conditions either, by which it
	would switch off those of rows.
	"""
	return len(text) <= LONGEST_EXPRESSION and is_harmless_expression(text, is_condition)


@lru_cache(maxsize=4096)
def is_harmless_expression(text: str, is_condition: bool) -> bool:
	bare = spaced(_QUOTED.sub(" x ", text))
	if re.search(r"""[`'"\\;#@{}\0]|--|/\*|\*/""", bare) or "/*" in text:
		return False
	words = {word.lower() for word in _WORD.findall(bare)}
	if words & WORDS_OF_QUERIES or not called_in(bare) <= PURE_FUNCTIONS:
		return False
	if not is_balanced(bare):
		return False
	return not is_condition or not (words & WORDS_OF_CONDITIONS or re.search(r"[|&=<>!]", bare))


def names_a_query(text: str) -> bool:
	"""Return whether a text calls for rows of a table where a column should be: in parentheses, however they are filled."""
	bare = _QUOTED.sub(" x ", text)
	is_query = {word.lower() for word in _WORD.findall(bare)} & WORDS_OF_QUERIES
	return "(" in text and bool(is_query or "/*" in bare)


def called_in(text: str) -> set[str]:
	"""Return the functions that a text calls, in lower case."""
	return {name.lower() for name in _CALLED.findall(spaced(text))}


def is_balanced(text: str) -> bool:
	"""Return whether no parenthesis is closed that was not opened, and each is closed."""
	depth = 0
	for character in text:
		depth += (character == "(") - (character == ")")
		if depth < 0:
			return False
	return depth == 0


def tables_in(text: str) -> set[str]:
	"""Return the DocTypes whose tables a text names."""
	return set(_TABLE.findall(text))
