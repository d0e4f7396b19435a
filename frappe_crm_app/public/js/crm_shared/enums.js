// The server's enumerations (`boot.py`), by the names that it gives them: `Outcome.WON` is "Won".
export const {
	Action,
	CampaignStatus,
	ContactType,
	CRMRole,
	DealRole,
	DemoStatus,
	FollowsWho,
	FormStatus,
	ImportMode,
	ImportStatus,
	MailSource,
	NoteStatus,
	Outcome,
	Preset,
	ProjectStatus,
	RecipientStatus,
	Relationship,
	RuleSource,
	SharedEmails,
	ShownRows,
	Side,
	Source,
	SubmissionStatus,
	SyncStatus,
	Tracks,
	WorkStatus,
} = frappe.boot.crm.enums;

// What can be planned or logged, in the order in which it is offered.
export const OFFERED_ACTIONS = frappe.boot.crm.offered_actions;

// What may come of a call, likewise.
export const CALL_OUTCOMES = frappe.boot.crm.call_outcomes;

/** The color of a field's value, as the server tells it. */
export const color_of = (doctype, fieldname, value) =>
	frappe.boot.crm.colors[doctype][fieldname][value] || "gray";
