"""What a capability writes so that its records are found by the search (hook `crm_search_sources`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SearchSource:
	"""A DocType whose records are found by words, emails and phones.

	`label`     what its group of results is called, translated late (`_lt`)
	`title`     the field whose value a result is called by
	`shown`     further fields that a result shows, at most `MOST_SHOWN`
	`words`     fields of whose words each is found; `emails`, `domains` and `phones` likewise
	`owner`     the field that says whose a record is: one's own come first
	`tables`    `{field: DocType}` of tables with further emails and phones, whose columns are called `email` and `phone`;
	            `tables_flag` is the field that says whether there are rows in any
	`through`   `{field: DocType}` of links: what is found of that DocType brings the records that link to it
	`most_words` how many words of `words` are kept of a record, in their order, where these are more than a name has
	"""

	doctype: str
	label: object
	title: str
	shown: tuple[str, ...] = ()
	words: tuple[str, ...] = ()
	emails: tuple[str, ...] = ()
	domains: tuple[str, ...] = ()
	phones: tuple[str, ...] = ()
	owner: str = "owner"
	tables: Mapping[str, str] = field(default_factory=dict)
	tables_flag: str = ""
	through: Mapping[str, str] = field(default_factory=dict)
	most_words: int = 0

	@property
	def searched(self) -> tuple[str, ...]:
		"""Return the columns that are searched."""
		return (*self.words, *self.emails, *self.domains, *self.phones)


MOST_SHOWN = 4
