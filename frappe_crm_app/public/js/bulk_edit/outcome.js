// What a change of many records has come to, in a sentence.

const DONE = {
	"CRM Contact": {
		reassign: (counts) => __("Reassigned {0} of {1} contacts", counts),
		delete: (counts) => __("Deleted {0} of {1} contacts", counts),
	},
	"CRM Customer": {
		reassign: (counts) => __("Reassigned {0} of {1} customers", counts),
		move: (counts) => __("Moved {0} of {1} customers", counts),
		delete: (counts) => __("Deleted {0} of {1} customers", counts),
	},
	"CRM Sales Deal": {
		reassign: (counts) => __("Reassigned {0} of {1} deals", counts),
		move: (counts) => __("Moved {0} of {1} deals", counts),
		delete: (counts) => __("Deleted {0} of {1} deals", counts),
	},
	"CRM Follow-up Note": {
		reassign: (counts) => __("Reassigned {0} of {1} follow-ups", counts),
		delete: (counts) => __("Deleted {0} of {1} follow-ups", counts),
	},
};
const SHOWN = 50; // records of each reason

/** Return what was done: `change` is `{action, doctype}`; records of all kinds are handed over. */
export function title_of({ action, doctype }, done, total) {
	const sentence = DONE[doctype]?.[action];
	return sentence ? sentence([done, total]) : __("Handed over {0} of {1} records", [done, total]);
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
