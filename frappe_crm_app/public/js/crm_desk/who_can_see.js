// "Who can see this?": a button on forms, for those who oversee the CRM.
import { element, pill } from "./elements";
import { oversees, who_can_see } from "./services/visibility";

/** Add the button to a form whose record is stored. */
export function add_who_can_see(frm) {
	if (frm.is_new() || !oversees()) return;
	frm.add_custom_button(__("Who can see this?"), () => show(frm.doctype, frm.doc.name));
}

async function show(doctype, name) {
	const people = await who_can_see(doctype, name);
	const seeing = people.filter((person) => person.visible).length;
	const dialog = new frappe.ui.Dialog({
		title: __("Who can see this?"),
		size: "large",
		fields: [{ fieldname: "people", fieldtype: "HTML" }],
	});
	dialog.fields_dict.people.$wrapper
		.empty()
		.append(
			element(
				"p",
				{},
				__("{0} of {1} people of the CRM see this {2}.", [seeing, people.length, __(doctype)])
			),
			...people.map(describe)
		);
	dialog.show();
}

/** A person, whether and why; unfolded, what each of their roles says. */
function describe(person) {
	return element(
		"details",
		{ class: "mb-3", "data-user": person.user },
		element(
			"summary",
			{},
			pill(person.visible ? __("Yes") : __("No"), person.visible ? "green" : "gray"),
			" ",
			element("strong", {}, person.full_name),
			" ",
			element("span", { class: "text-muted" }, person.summary)
		),
		element("ul", { class: "mt-2" }, ...person.reasons.map(reason_line))
	);
}

function reason_line(reason) {
	const source = reason.role ? `${__(reason.role)} (${__(reason.scope)})` : __("Beside their roles");
	return element("li", {}, element("span", { class: "text-muted" }, `${source}: `), reason.sentence);
}
