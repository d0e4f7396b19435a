"""Which texts of this app are translated, beside those that Frappe finds: `babel_extractors.csv` names these for its `generate-pot-file`.

Each function has the shape of Babel's extraction methods: it takes an open file, keywords, comment tags and options, and yields
`(line, function, messages, comments)`.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from frappe.gettext.extractors import javascript

from frappe_crm_app.kit.phrases import FORMS

Found = tuple[int, str, str | tuple[str, ...], list[str]]

TEXT = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
# Which arguments of what counts are its two phrases.
COUNTING = {"plural": slice(1, 3), "plural_forms": slice(0, 2)}
PLURAL = re.compile(rf"""\bplural\(\s*[^"']+?,\s*{TEXT},\s*{TEXT}""", re.S)
CALLED = re.compile(rf"(?<![\w.])__\(\s*{TEXT}\s*[,)]", re.S)


def of_python(file: BinaryIO, keywords: dict, comment_tags: Iterable[str], options: dict) -> Iterator[Found]:
	"""Yield the texts of `_()`, `_lt()`, `plural()` and `plural_forms()`, and the members of enumerations that are words.

	Frappe's own would take `_(row["action"] or "Task")` for one text of both words.
	"""
	for node in ast.walk(ast.parse(file.read())):
		if isinstance(node, ast.Call):
			yield from _called(node)
		elif isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases):
			yield from _words(node)


def _called(call: ast.Call) -> Iterator[Found]:
	name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
	texts = [_text(each) for each in call.args]
	if name in ("_", "_lt") and texts and texts[0]:
		context = next((_text(each.value) for each in call.keywords if each.arg == "context"), None)
		found = (context, texts[0]) if context else texts[0]
		yield call.lineno, "pgettext" if context else "gettext", found, []
	elif name in COUNTING and all(phrases := texts[COUNTING[name]]) and len(phrases) == 2:
		yield from _phrases(call.lineno, *phrases)


def _text(node: ast.expr) -> str | None:
	"""Return a text that is written out, also one that stands for what may be empty."""
	if isinstance(node, ast.BoolOp):
		return _text(node.values[-1])
	return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def of_javascript(
	file: BinaryIO, keywords: dict, comment_tags: Iterable[str], options: dict
) -> Iterator[Found]:
	"""Yield what Frappe finds in JavaScript, and the phrases of `plural()`."""
	source = file.read()
	yield from javascript.extract(BytesIO(source), keywords, comment_tags, options)
	yield from _plurals(source.decode())


def of_vue(file: BinaryIO, keywords: dict, comment_tags: Iterable[str], options: dict) -> Iterator[Found]:
	"""Yield the texts of `__()` and `plural()` of a component: Frappe's search takes the words of a later text for a context."""
	source = file.read().decode()
	for call in CALLED.finditer(source):
		yield _line(source, call.start()), "gettext", _unquoted(call.group(1)), []
	yield from _plurals(source)


def of_page(file: BinaryIO, keywords: dict, comment_tags: Iterable[str], options: dict) -> Iterator[Found]:
	"""Yield the title of a page of the desk, which Frappe leaves out."""
	page = json.load(file)
	if page.get("doctype") == "Page":
		yield 0, "gettext", page["title"], [f"Title of the page {page['name']}"]


def _plurals(source: str) -> Iterator[Found]:
	for call in PLURAL.finditer(source):
		yield from _phrases(_line(source, call.start()), _unquoted(call.group(1)), _unquoted(call.group(2)))


def _phrases(line: int, one: str, several: str) -> Iterator[Found]:
	yield line, "gettext", one, []
	yield line, "gettext", several, []
	for form in FORMS:
		yield line, "pgettext", (form, several), ["A plural form, for languages that have it"]


def _words(enumeration: ast.ClassDef) -> Iterator[Found]:
	"""Members of which the first letter is a capital are shown; others are codes."""
	for member in enumeration.body:
		value = getattr(getattr(member, "value", None), "value", None)
		if isinstance(member, ast.Assign) and isinstance(value, str) and value[:1].isupper():
			yield member.lineno, "gettext", value, [f"One of {enumeration.name}"]


def _line(source: str, place: int) -> int:
	return source.count("\n", 0, place) + 1


def _unquoted(literal: str) -> str:
	return ast.literal_eval(literal)
