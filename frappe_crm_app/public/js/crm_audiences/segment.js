// The form of a segment: an editor for each tree of conditions, and how many people they mean for who looks.
import { createApp } from "vue";
import { plural } from "../crm_shared/format";
import SegmentConditions from "./SegmentConditions.vue";
import { count, count_conditions, get_catalog } from "./services";

const EDITORS = {
	conditions: { place: "conditions_html", doctype: "CRM Contact" },
	deal_conditions: { place: "deal_conditions_html", doctype: "CRM Sales Deal" },
};
const COUNT_AFTER = 600; // milliseconds after the last change
const CONDITIONS = ["conditions", "deal_match", "deal_conditions"];

export function show_segment(frm) {
	frm.crm_catalog ||= get_catalog();
	for (const [fieldname, { place, doctype }] of Object.entries(EDITORS)) {
		mount(frm, fieldname, place, doctype);
	}
	count_again(frm);
}

// An editor holds what the form does; it is made anew only where somebody else has changed that.
function mount(frm, fieldname, place, doctype) {
	const holder = frm.fields_dict[place].$wrapper[0];
	const given = frm.doc[fieldname] || "";
	frm.crm_editors ||= {};
	const present = frm.crm_editors[fieldname];
	if (present?.name === frm.doc.name && same(present.value, given)) return;
	present?.app.unmount();
	const root = document.createElement("div");
	holder.replaceChildren(root);
	const app = createApp(SegmentConditions, {
		doctype,
		given,
		catalog: frm.crm_catalog,
		onChange: (value) => {
			frm.crm_editors[fieldname].value = value;
			frm.set_value(fieldname, value);
			count_soon(frm);
		},
	});
	app.config.globalProperties.__ = window.__;
	frm.crm_editors[fieldname] = { app, name: frm.doc.name, value: given };
	app.mount(root);
}

const same = (one, other) => packed(one) === packed(other);

function packed(text) {
	try {
		return JSON.stringify(JSON.parse(text || '{"all":[]}'));
	} catch {
		return text;
	}
}

export function count_soon(frm) {
	clearTimeout(frm.crm_count_timer);
	frm.crm_count_timer = setTimeout(() => count_again(frm), COUNT_AFTER);
}

// Says how many people there are, or why that cannot be said; a later question overtakes an earlier one.
export async function count_again(frm) {
	const place = frm.fields_dict.count_html.$wrapper[0];
	const asked = (frm.crm_asked = (frm.crm_asked || 0) + 1);
	const answer = await counted(frm);
	if (asked !== frm.crm_asked) return;
	const line = Object.assign(document.createElement("p"), { textContent: answer });
	line.setAttribute("role", "status");
	place.replaceChildren(line);
}

async function counted(frm) {
	const { doc } = frm;
	if (doc.doctype !== "CRM Segment" || doc.kind !== "Conditions") {
		if (frm.is_new()) return "";
		return ask(() => count(doc.doctype, doc.name));
	}
	return ask(() => count_conditions(Object.fromEntries(CONDITIONS.map((name) => [name, doc[name] || ""]))));
}

async function ask(question) {
	try {
		const { count: number } = await question();
		return plural(number, "1 contact that you see.", "{0} contacts that you see.");
	} catch (refusal) {
		return refusal.message;
	}
}
