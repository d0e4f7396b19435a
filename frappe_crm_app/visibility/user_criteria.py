"""What somebody may see, asked once for all questions of one answer."""

from pypika.terms import Criterion

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.user_access import access_of


class UserCriteria:
	"""The policy's criteria for the session's user.

	A board or a timeline asks of deals, contacts, customers and notes at once. Who the user is, what was assigned to and shared with
	them, is read for the first of these and holds for the others.
	"""

	def __init__(self) -> None:
		self.who = access_of()
		self.criteria: dict[str, Criterion | None] = {}

	def criterion(self, doctype: str) -> Criterion | None:
		"""Return what a record of `doctype` must fulfil to be seen; the same as `policy.criterion(doctype)`."""
		if doctype not in self.criteria:
			self.criteria[doctype] = policy.criterion_for(self.who, doctype)
		return self.criteria[doctype]
