"""The outbox of campaigns: a campaign is a row that is due again until everybody has it, worked off in slices under a lease (`kit/outbox/`)."""

from frappe_crm_app.channels.mail.writing.tasks import is_sending
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import SendingState
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lease import LeasedRows

OUTBOX = LeasedRows(
	key="campaigns",
	work="frappe_crm_app.channels.campaigns.sending.work",
	queue="long",
	at_once=2,
	is_open=is_sending,
	doctype="CRM Campaign",
	status="sending_state",
	reason="problem",
	owed=(SendingState.DUE,),
	running=SendingState.WORKING,
	failed=SendingState.FAILED,
	minutes=5,
	backoff=Backoff(first=60, longest=3600, most_attempts=30),
	on_given_up="frappe_crm_app.channels.campaigns.releasing.given_up",
)
