// How a contact or customer stands at respond.io: a line above the form, which leads to the sync.
import { color_of, SyncStatus } from "../crm_shared/enums";
import { element } from "./elements";
import * as services from "./services/respondio";

const LABELS = {
	[SyncStatus.QUEUED]: __("respond.io: queued"),
	[SyncStatus.RUNNING]: __("respond.io: being sent"),
	[SyncStatus.WAITING]: __("respond.io: waiting to be tried again"),
	[SyncStatus.DONE]: __("respond.io: in sync"),
	[SyncStatus.FAILED]: __("respond.io: failed"),
	[SyncStatus.CANCELLED]: __("respond.io: not sent"),
};

/** Show the state on a form whose record is stored, and offer what can be tried again. */
export async function add_sync_state(frm) {
	clear(frm);
	if (frm.is_new() || !frappe.model.can_read("CRM Respondio Sync")) return;
	const name = frm.doc.name;
	const state = await services.get_sync_state(frm.doctype, name);
	if (!state || frm.doc.name !== name) return;
	show(frm, state);
	if (state.can_retry) frm.add_custom_button(__("Send to respond.io Again"), () => retry(frm, state));
}

function show(frm, state) {
	const link = element(
		"a",
		{
			href: frappe.utils.get_form_link("CRM Respondio Sync", state.name),
			"data-respondio": state.status,
		},
		LABELS[state.status]
	);
	const reason = state.status === SyncStatus.DONE ? null : state.last_error;
	const color = color_of("CRM Respondio Sync", "status", state.status);
	const line = element(
		"div",
		{ class: "crm-respondio-state px-4 pt-2 pb-2 small" },
		element("span", { class: `indicator ${color}` }, link),
		reason ? element("span", { class: "text-muted" }, ` ${reason}`) : null
	);
	clear(frm);
	frm.layout.wrapper.prepend(line);
}

const clear = (frm) => frm.layout.wrapper.find(".crm-respondio-state").remove();

async function retry(frm, state) {
	await services.retry(state.name);
	frappe.show_alert({ message: __("It is sent again."), indicator: "blue" });
	frm.reload_doc();
}

export { services };
