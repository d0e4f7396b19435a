"""A person at the desk whose clicks and typed fields are counted."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Counted:
	"""Whoever uses a page: what they click, which choosing in a list is, and the fields into which they type."""

	page: Page
	clicks: int = 0
	fields: int = 0

	def click(self, place: Locator) -> None:
		place.click()
		self.clicks += 1

	def choose(self, place: Locator, label: str) -> None:
		"""Choose in a list that the browser opens: one click for the list, one in it."""
		place.select_option(label=label)
		self.clicks += 2

	def type(self, place: Locator, text: str) -> None:
		"""Type into a field, in place of what stands there."""
		place.fill(text)
		self.fields += 1

	def __str__(self) -> str:
		return f"{self.clicks} clicks, {self.fields} typed fields"
