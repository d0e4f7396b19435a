// An address that is shown once, with a button that copies it.
import { element } from "./elements";

/** Return the elements of an address: what it is, where it can be selected, and a button. */
export function copied_field(url) {
	const input = element("input", {
		type: "text",
		class: "form-control input-sm",
		readonly: true,
		"aria-label": __("Address"),
		onfocus: () => input.select(),
	});
	input.value = url;
	const copy = element(
		"button",
		{
			type: "button",
			class: "btn btn-primary btn-xs",
			onclick: () => frappe.utils.copy_to_clipboard(url),
		},
		__("Copy")
	);
	return element(
		"div",
		{ class: "crm-copied" },
		input,
		copy,
		element("small", { class: "text-muted" }, __("It is shown this once only."))
	);
}
