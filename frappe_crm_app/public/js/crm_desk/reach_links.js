// Beside the phone numbers and mail addresses of a form of ours, what one wants them for.
import { tel } from "../crm_shared/reach";
import { element } from "./elements";

const REACHED = ["Email", "Phone"];

export function show_reach_links() {
	$(document).on("form-refresh", (_event, frm) => {
		if (!(frm.doctype in (frappe.boot.crm?.labels || {}))) return;
		for (const field of frm.fields) {
			if (field.df.fieldtype === "Data" && REACHED.includes(field.df.options)) show(frm, field);
		}
	});
}

function show(frm, field) {
	const place = field.$wrapper?.[0]?.querySelector(".clearfix");
	if (!place) return;
	place.querySelector(".crm-reach")?.remove();
	const value = frm.doc[field.df.fieldname];
	if (value && !frm.is_new()) place.append(link_of(frm, field.df.options, value));
}

const link_of = (frm, kind, value) =>
	kind === "Phone"
		? element("a", { class: "crm-reach", href: tel(value) }, __("Call"))
		: element(
				"a",
				{
					class: "crm-reach",
					href: `mailto:${value}`,
					onclick: (event) => write(event, frm, value),
				},
				__("Mail")
			);

// By the desk's own composer where one may mail the record, else by the program that the browser knows.
function write(event, frm, recipients) {
	if (!frappe.model.can_email(null, frm)) return;
	event.preventDefault();
	const { doctype, name } = frm.doc;
	const subject = frm.meta.title_field ? frm.doc[frm.meta.title_field] : "";
	new frappe.views.CommunicationComposer({ doc: { doctype, name }, subject, recipients });
}
