// Why somebody is in a campaign, and what became of it for them.
import { RecipientStatus } from "../crm_shared/enums";
import { day_of } from "../crm_shared/format";

const KINDS = { "CRM Segment": __("segment"), "CRM Mailing List": __("mailing list") };

/** Return the cells of a campaign: its name, by what they are in it, what became of it. */
export const reason_of = (row) => [campaign_of(row), source_of(row), fate_of(row)];

// Who makes no campaigns is told its name alone.
function campaign_of({ campaign, campaign_name }) {
	if (!frappe.model.can_read("CRM Campaign")) return campaign_name;
	const link = document.createElement("a");
	link.href = `/${window.location.pathname.split("/")[1]}/crm-campaigns/${encodeURIComponent(campaign)}`;
	link.textContent = campaign_name;
	return link;
}

function source_of({ kind, audience_title, follows, follows_who }) {
	if (audience_title) return __("In the {0} {1}", [KINDS[kind] || "", audience_title]);
	return follows ? __("Got a campaign before: {0}", [__(follows_who)]) : "";
}

function fate_of({ status, label, sent_on, frozen_on }) {
	if (status === RecipientStatus.LEFT_OUT) return __("Left out: {0}", [label]);
	const said = status === RecipientStatus.FAILED && label ? `${__(status)}: ${label}` : __(status);
	return `${said} · ${day_of(sent_on || frozen_on)}`;
}
