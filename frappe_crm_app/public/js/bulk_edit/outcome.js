// What a change of many records has come to, in a sentence.
import { number, plural } from "../crm_shared/format";

// Of how many records (`total`) how many it was done with (`done`).
const DONE = {
	"CRM Contact": {
		reassign: (total, done) =>
			plural(total, "Reassigned {1} of 1 contact", "Reassigned {1} of {0} contacts", done),
		delete: (total, done) =>
			plural(total, "Deleted {1} of 1 contact", "Deleted {1} of {0} contacts", done),
	},
	"CRM Customer": {
		reassign: (total, done) =>
			plural(total, "Reassigned {1} of 1 customer", "Reassigned {1} of {0} customers", done),
		move: (total, done) => plural(total, "Moved {1} of 1 customer", "Moved {1} of {0} customers", done),
		delete: (total, done) =>
			plural(total, "Deleted {1} of 1 customer", "Deleted {1} of {0} customers", done),
	},
	"CRM Sales Deal": {
		reassign: (total, done) =>
			plural(total, "Reassigned {1} of 1 deal", "Reassigned {1} of {0} deals", done),
		move: (total, done) => plural(total, "Moved {1} of 1 deal", "Moved {1} of {0} deals", done),
		delete: (total, done) => plural(total, "Deleted {1} of 1 deal", "Deleted {1} of {0} deals", done),
	},
	"CRM Follow-up Note": {
		reassign: (total, done) =>
			plural(total, "Reassigned {1} of 1 follow-up", "Reassigned {1} of {0} follow-ups", done),
		delete: (total, done) =>
			plural(total, "Deleted {1} of 1 follow-up", "Deleted {1} of {0} follow-ups", done),
	},
};
const of_all_kinds = (total, done) =>
	plural(total, "Handed over {1} of 1 record", "Handed over {1} of {0} records", done);
const SHOWN = 50; // records of each reason

/** Return what was done: `change` is `{action, doctype}`; records of all kinds are handed over. */
export function title_of({ action, doctype }, done, total) {
	const sentence = DONE[doctype]?.[action] || of_all_kinds;
	return sentence(total, number(done));
}

/** Say what was done, and of what was refused how much and why. */
export function show_outcome(change, { done, total, refused }) {
	const title = title_of(change, done, total);
	if (!refused.length) return frappe.show_alert({ message: title, indicator: "green" }, 7);
	const reasons = new Map();
	for (const refusal of refused) {
		reasons.set(refusal.reason, [...(reasons.get(refusal.reason) || []), refusal]);
	}
	tell(title, [...reasons].map(([reason, rows]) => described(reason, rows)).join(""));
}

/** Say the same of what a job did, whose record tells what was refused. */
export function show_outcome_of_job(change, { name, done, total, refused }) {
	const title = title_of(change, done, total);
	if (!refused) return frappe.show_alert({ message: title, indicator: "green" }, 7);
	const link = frappe.utils.get_form_link("CRM Bulk Change", name, true, __("What was refused, and why"));
	tell(title, `<p>${__("Refused: {0}.", [refused])}</p><p>${link}</p>`);
}

const tell = (title, message) => frappe.msgprint({ title, indicator: "orange", message });

// A reason, how many records were refused for it, and which.
function described(reason, refused) {
	const escape = frappe.utils.escape_html;
	const links = refused
		.slice(0, SHOWN)
		.map(({ doctype, name, title }) => frappe.utils.get_form_link(doctype, name, true, escape(title)));
	if (refused.length > SHOWN) links.push(__("and {0} more", [refused.length - SHOWN]));
	return `<p><b>${__("{0} refused", [refused.length])}</b>: ${escape(reason)}<br><span class="small">${links.join(", ")}</span></p>`;
}
