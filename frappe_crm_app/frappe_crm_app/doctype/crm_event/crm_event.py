from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord
from frappe_crm_app.work.events.answering import tell_who_came
from frappe_crm_app.work.events.attendees import keep_attendees
from frappe_crm_app.work.events.invitations.owing import owe_what_changed
from frappe_crm_app.work.events.leaving import refuse_silent_leaving, remove_what_hangs_on
from frappe_crm_app.work.events.links import keep_links
from frappe_crm_app.work.events.rules import keep_derived, keep_texts, name_an_owner, raise_sequence
from frappe_crm_app.work.events.timing import keep_recurrence, keep_time


class CRMEvent(VisibleRecord):
	"""A meeting or event: when, where, about what, and who comes."""

	def validate(self) -> None:
		read_values(self)
		keep_visibility_rules(self)
		keep_derived(self)
		name_an_owner(self)
		keep_texts(self)
		keep_time(self)
		keep_recurrence(self)
		keep_links(self)
		keep_attendees(self)
		raise_sequence(self)

	def on_update(self) -> None:
		owe_what_changed(self)
		tell_who_came(self)

	def on_trash(self) -> None:
		refuse_silent_leaving(self)
		remove_what_hangs_on(self)
