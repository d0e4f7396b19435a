"""What a text says that names a column, and what it must not say."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.visibility.column_text import (
	LONGEST_COLUMN,
	LONGEST_EXPRESSION,
	Column,
	is_harmless,
	names_a_query,
	parts_of,
	read_column,
	without_direction,
)

# Each reaches another table, or runs something, where a database takes it for a column.
HOSTILE = (
	"(select full_name from `tabCRM Contact` limit 1)",
	"max((select full_name from `tabCRM Contact` limit 1))",
	"max((#\nselect full_name from `tabCRM Contact` limit 1))",
	"max((-- x\nselect full_name from `tabCRM Contact` limit 1))",
	"max((/*!select*/ full_name from `tabCRM Contact` limit 1))",
	"max((/*!50000select*/ full_name from `tabCRM Contact` limit 1))",
	"max( ( SELECT/**/full_name from `tabCRM Contact` limit 1))",
	"count((table `tabCRM Contact`))",
	"query_to_xml('table \"tabCRM Contact\"', true, true, true)",
	"pg_read_file('/etc/passwd')",
	"load_file('/etc/passwd')",
	"sleep(5)",
	"benchmark(1000000, sha1(1))",
	"extractvalue(1, concat(1, version()))",
	"name union all",
	"name; drop table x",
	"name as 'x\\' , (select 1), '",
	"if(1=1, sleep(0), 1)",
	"@@version",
	"name)",
	"{fn database()}",
)
# Each joins conditions where the field of one should be.
JOINING = (
	"ifnull(1,1) || 1",
	"ifnull(1,1) or 1",
	"ifnull(name, '') = '' or 1",
	"name) or (1=1",
	"ifnull(1,1) xor 0",
	"ifnull(1, 1) OR(1)",
)
COLUMNS = {
	"name": Column("name"),
	" `name` ": Column("name"),
	"*": Column("*"),
	"`tabCRM Contact`.`email`": Column("email", "CRM Contact"),
	"`tabCRM Contact`.email": Column("email", "CRM Contact"),
	"customer.customer_name as customer_customer_name": Column(
		"customer_name", owner="customer", alias="customer_customer_name"
	),
	"count(name) as n": Column("name", function="count", alias="n"),
	"COUNT(*)": Column("*", function="count"),
	"count(distinct `tabCRM Contact`.`name`) as total": Column(
		"name", "CRM Contact", function="count", alias="total"
	),
	"sum(value) as `total value`": Column("value", function="sum", alias="total value"),
	"`tabCRM Contact Email`.`name` as 'CRM Contact Email:name'": Column(
		"name", "CRM Contact Email", alias="CRM Contact Email:name"
	),
}


@pytest.mark.parametrize(("text", "column"), COLUMNS.items())
def test_columns_and_aggregates_are_read(text, column):
	assert read_column(text) == column
	assert is_harmless(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_column_is_none_and_of_no_doctype(text):
	assert read_column(text) is None
	assert not is_harmless(text)


@pytest.mark.parametrize("text", JOINING)
def test_a_field_of_a_filter_joins_no_conditions(text):
	assert read_column(text) is None
	assert not is_harmless(text, is_condition=True)


@pytest.mark.parametrize(
	"text",
	["ifnull(`parent_account`,'')", "grand_total", "timestamp(posting_date, posting_time)", "date(creation)"],
)
def test_expressions_of_other_apps_stay(text):
	assert is_harmless(text, is_condition=True)


@pytest.mark.parametrize("text", [*HOSTILE[:8], "(values (1))"])
def test_a_query_is_one_however_its_parenthesis_is_filled(text):
	assert names_a_query(text)


@pytest.mark.parametrize(
	"text", ["name", "Select one", "count(name)", "`tabSelect`.`table`", "selected (old)"]
)
def test_words_and_columns_are_no_queries(text):
	assert not names_a_query(text)


def test_sortings_are_taken_apart_outside_of_parentheses_and_quotes():
	text = "`tabA, B`.`x` desc, ifnull(a, b) asc,creation"
	assert [without_direction(part) for part in parts_of(text)] == [
		"`tabA, B`.`x`",
		"ifnull(a, b)",
		"creation",
	]


@given(st.text(alphabet="abc`'\"(),.* \n#-/;|select"))
def test_only_names_and_aggregates_of_names_are_columns(text):
	column = read_column(text)
	if column and not column.alias and not column.function and not column.table:
		assert set(column.field) <= set("abcdefghijklmnopqrstuvwxyz*_")
		assert "(" not in text


LONG = 20_000
HEAVY = {
	"blanks in an aggregate": "count(" + " " * LONG + "abs())",
	"blanks in a short aggregate": "count(" + " " * (LONGEST_COLUMN - 20) + "abs())",
	"blanks in an expression": "count(" + " " * (LONGEST_EXPRESSION - 20) + "abs())",
	"blanks before a direction": "x" + " " * LONG + "y",
	"a word": "a" * LONG,
	"a long expression's word": "a" * LONGEST_EXPRESSION,
	"words": "a " * LONG,
	"aliases": "x as " * LONG,
	"quotes": "`x as " * LONG,
	"commas": "," * LONG,
	"parentheses": "(" * LONG,
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_no_text_takes_long(text):
	begun = time.perf_counter()
	read_column(text)
	is_harmless(text)
	is_harmless(text, is_condition=True)
	names_a_query(text)
	for part in parts_of(text):
		without_direction(part)
	assert time.perf_counter() - begun < 0.5


def test_what_is_too_long_is_no_column_and_not_harmless():
	assert read_column("a" * LONGEST_COLUMN)
	assert read_column("a" * (LONGEST_COLUMN + 1)) is None
	assert not is_harmless("a" * (LONGEST_EXPRESSION + 1))
