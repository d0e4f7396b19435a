"""What somebody enters to connect a mailbox, and that it did not work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from frappe_crm_app.kit.enums import StrEnum


class Field(StrEnum):
	"""Which of the fields to look at again."""

	EMAIL = "email"
	PASSWORD = "password"
	SERVER = "server"
	OUTGOING = "outgoing_server"


@dataclass(frozen=True)
class Asked:
	"""What somebody enters to connect a mailbox; `roles` share it, without any it is their own."""

	email: str
	password: str = field(repr=False)
	server: str = ""
	outgoing_server: str = ""
	login: str = ""
	title: str = ""
	roles: Sequence[str] = ()
	sync_since: date | None = None

	@property
	def user(self) -> str:
		return self.login or self.email


class NotConnected(Exception):
	"""Nothing was stored; the sentence says why, `field` where to look."""

	def __init__(self, sentence: str, field: Field) -> None:
		super().__init__(sentence)
		self.field = field
