"""What may happen to quotes; whoever does it says so."""

from frappe import _lt

from frappe_crm_app.kit.domain_events.kinds import Kind

QUOTE = "CRM Quote"
SENT, VIEWED, ACCEPTED = "quote.sent", "quote.viewed", "quote.accepted"
DECLINED, EXPIRED = "quote.declined", "quote.expired"
TOLD = ("status", "deal", "currency", "net_total", "gross_total", "version")

QUOTE_KINDS = (
	Kind(SENT, QUOTE, _lt("A quote is sent"), (*TOLD, "valid_until")),
	Kind(VIEWED, QUOTE, _lt("A customer opens a quote for the first time"), TOLD),
	Kind(
		ACCEPTED, QUOTE, _lt("A quote is accepted"), (*TOLD, "monthly_total", "yearly_total", "accepted_by")
	),
	Kind(DECLINED, QUOTE, _lt("A quote is declined"), (*TOLD, "decline_reason")),
	Kind(EXPIRED, QUOTE, _lt("A quote expires"), (*TOLD, "valid_until")),
)
