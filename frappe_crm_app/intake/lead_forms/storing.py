"""One row for each submission, whatever it is suspected of; the same one sent twice is one row."""

from datetime import timedelta
from typing import TYPE_CHECKING

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.intake.lead_forms.answers import Answers, as_json, safe_to_show
from frappe_crm_app.intake.lead_forms.event_kinds import QUARANTINED, RECEIVED
from frappe_crm_app.intake.lead_forms.forms import SUBMISSION
from frappe_crm_app.intake.lead_forms.keys import Purpose, keyed_hash
from frappe_crm_app.intake.lead_forms.suspicion import Doubt, Suspicion
from frappe_crm_app.intake.lead_forms.tasks import OUTBOX
from frappe_crm_app.kit.domain_events.emitting import emit_state
from frappe_crm_app.kit.field_values import TEXT_TYPES, read_values

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm

REPEATED_WITHIN = timedelta(hours=24)  # the same answers again are a retry, or a page gone back to


def store(form: "CRMLeadForm", answers: Answers, suspicion: Suspicion, ip_hash: str) -> None:
	"""Store what was sent, unless the very same is there already; what nothing speaks against is then processed."""
	digest = keyed_hash(Purpose.ANSWERS, f"{form.name} {as_json(answers.values)}")
	nonce = suspicion.token.nonce if suspicion.token else None
	earlier = earlier_submissions(digest, nonce)
	if any(its_digest == digest for _token, its_digest in earlier):
		return
	doubts = list(suspicion.doubts)
	if earlier:
		doubts, nonce = [*doubts, Doubt.REUSED_TOKEN], None
	doc = submission_from(form, answers, ip_hash, suspicion)
	doc.update({"answers_digest": digest, "token_id": nonce})
	doc.update({"status": SubmissionStatus.QUARANTINED, "reason": "\n".join(doubts)} if doubts else {})
	try:
		doc.insert(ignore_permissions=True)
	except frappe.UniqueValidationError:
		# The same token came at the same moment. Nothing else was written, so that all can be looked at anew.
		frappe.db.rollback()
		frappe.clear_messages()
		return store(form, answers, suspicion, ip_hash)
	emit_state(QUARANTINED if doubts else RECEIVED, doc)
	if not doubts:
		OUTBOX.enqueue()


def earlier_submissions(digest: str, nonce: str | None) -> list[tuple[str, str]]:
	"""Return token and digest of what came with this token, and of the same answers that came lately and not under suspicion."""
	table = frappe.qb.DocType(SUBMISSION)
	is_repeated = (
		(table.answers_digest == digest)
		& (table.received_on > now_datetime() - REPEATED_WITHIN)
		& (table.status != SubmissionStatus.QUARANTINED)
	)
	is_meant = is_repeated | (table.token_id == nonce) if nonce else is_repeated
	return frappe.qb.from_(table).select(table.token_id, table.answers_digest).where(is_meant).run()


def submission_from(form: "CRMLeadForm", answers: Answers, ip_hash: str, suspicion: Suspicion) -> Document:
	"""Return the new row: answers as sent, and again in columns, as they can be shown anywhere."""
	doc = frappe.new_doc(SUBMISSION)
	for name, value in answers.values.items():
		is_text = doc.meta.get_field(name).fieldtype in TEXT_TYPES
		doc.set(name, safe_to_show(value) if is_text else value)
	doc.update(answers.touch)
	doc.update(
		{
			"form": form.name,
			"owner": "Guest",
			"status": SubmissionStatus.RECEIVED,
			"received_on": now_datetime(),
			"full_name": safe_to_show(title_of(answers))[:140],
			"answers": as_json(answers.values),
			"ip_hash": ip_hash,
			"fill_seconds": int(suspicion.token.age) if suspicion.token else None,
		}
	)
	if answers.get("consent"):
		doc.update({"consent_text": form.consent_text, "consent_on": doc.received_on})
	read_values(doc)
	doc.flags.comes_through_form = True
	doc.flags.ignore_links = True  # the form was just read
	return doc


def title_of(answers: Answers) -> str:
	"""Return what the list calls the submission."""
	name = f"{answers.get('first_name')} {answers.get('last_name')}".strip()
	return (name or answers.get("email") or answers.get("phone"))[:140]
