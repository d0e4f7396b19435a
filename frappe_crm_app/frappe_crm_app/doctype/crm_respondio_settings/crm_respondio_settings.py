import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url
from frappe.utils.background_jobs import get_queues_timeout

from frappe_crm_app.channels.messaging import offering
from frappe_crm_app.channels.messaging import tasks as messaging_tasks
from frappe_crm_app.channels.respondio.address import problem_of, same_place
from frappe_crm_app.channels.respondio.tasks import OUTBOX
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.kit.outgoing.allowed import allowed_networks

MOST_REQUESTS = 100  # per second
WEBHOOK = "/api/method/frappe_crm_app.respondio.webhook.receive"


class CRMRespondioSettings(Document):
	"""Whether and how new prospects reach respond.io, and what comes back from there."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_form.crm_respondio_form import (
			CRMRespondioForm,
		)
		from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_source.crm_respondio_source import (
			CRMRespondioSource,
		)
		from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_webhook_key.crm_respondio_webhook_key import (
			CRMRespondioWebhookKey,
		)

		base_url: DF.Data
		default_assignee: DF.Data | None
		enabled: DF.Check
		forms: DF.TableMultiSelect[CRMRespondioForm]
		lifecycle: DF.Data | None
		paused_on: DF.Datetime | None
		paused_reason: DF.SmallText | None
		queue: DF.Data | None
		requests_per_second: DF.Int
		send_form_prospects: DF.Check
		send_partner_prospects: DF.Check
		send_prospects: DF.Check
		sends_messages: DF.Check
		sources: DF.TableMultiSelect[CRMRespondioSource]
		token: DF.Password | None
		unknown_contacts: DF.Literal["Ignore", "Create Lead"]
		webhook_keys: DF.Table[CRMRespondioWebhookKey]
		webhook_url: DF.Data | None
	# end: auto-generated types

	@property
	def webhook_url(self) -> str:
		"""The address to be entered at respond.io."""
		return get_url(WEBHOOK)

	def validate(self) -> None:
		read_values(self)
		self.refuse_bad_base_url()
		self.refuse_to_carry_token_elsewhere()
		self.refuse_bad_rate()
		self.refuse_unknown_queue()
		self.refuse_bad_token()
		self.end_pause()

	def on_update(self) -> None:
		if self.enabled:
			OUTBOX.enqueue()
		if self.sends_messages:
			messaging_tasks.OUTBOX.enqueue()
		offering.forget()

	def refuse_bad_base_url(self) -> None:
		"""Refuse an address to which no token may be sent."""
		self.base_url = (self.base_url or "").strip().rstrip("/")
		problem = problem_of(self.base_url, allowed_networks())
		if problem:
			frappe.throw(problem)

	def refuse_to_carry_token_elsewhere(self) -> None:
		"""Ask for the token again where it would go to another server: who may write settings may not read the token."""
		before = self.get_doc_before_save()
		is_kept = self.token and self.is_dummy_password(self.token)
		if before and is_kept and not same_place(before.base_url or self.base_url, self.base_url):
			frappe.throw(_("Enter the access token again: it would be sent to another server."))

	def refuse_bad_rate(self) -> None:
		"""Refuse a rate at which nothing, or everything at once, would be sent."""
		if not 1 <= (self.requests_per_second or 0) <= MOST_REQUESTS:
			frappe.throw(_("Requests per second must be between 1 and {0}.").format(MOST_REQUESTS))

	def refuse_unknown_queue(self) -> None:
		"""Refuse a queue that no worker listens to."""
		self.queue = (self.queue or "").strip() or "default"
		queues = get_queues_timeout()
		if self.queue not in queues:
			frappe.throw(_("There is no job queue of this name. There are: {0}.").format(", ".join(queues)))

	def refuse_bad_token(self) -> None:
		"""Refuse to send without a token, and a token that no request can carry."""
		self.token = (self.token or "").strip()
		if (self.enabled or self.sends_messages) and not self.token:
			frappe.throw(_("Sending to respond.io needs an access token."))
		if not (self.token.isascii() and self.token.isprintable()) or " " in self.token:
			frappe.throw(_("This is no access token: it holds spaces or characters beyond ASCII."))

	def end_pause(self) -> None:
		"""Go on after a refused token: whoever saves has seen it."""
		self.paused_on = self.paused_reason = None
