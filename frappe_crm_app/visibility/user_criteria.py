"""What somebody may see, asked once for all questions of one answer."""

from collections.abc import Collection

from pypika.terms import Criterion

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.user_access import access_of


class UserCriteria:
	"""The policy's criteria for one user, by default the session's.

	A board or a timeline asks of deals, contacts, customers and notes at once. Who the user is, what was assigned to and shared with
	them, is read for the first of these and holds for the others.
	"""

	def __init__(self, user: str | None = None) -> None:
		self.who = access_of(user)
		self.criteria: dict[str, Criterion | None] = {}

	def criterion(self, doctype: str) -> Criterion | None:
		"""Return what a record of `doctype` must fulfil to be seen; the same as `policy.criterion(doctype)`."""
		if doctype not in self.criteria:
			self.criteria[doctype] = policy.criterion_for(self.who, doctype)
		return self.criteria[doctype]

	def criterion_among(
		self, doctype: str, fieldname: str, people: Collection[str] | None
	) -> Criterion | None:
		"""Return what a record must fulfil to be seen that names one of `people` (`None`: anybody) in this field.

		Where it is theirs because of that, nothing more is asked: the database answers in half the time.
		"""
		is_own = people is not None and set(people) == {self.who.user}
		if is_own and policy.reads_all_held(doctype, fieldname, self.who):
			return None
		return self.criterion(doctype)
