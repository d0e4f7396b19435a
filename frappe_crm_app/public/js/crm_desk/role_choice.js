// Roles of the CRM to tick, each with a sentence on what it is for.
import { element } from "./elements";

/** Return `{node, chosen}`: the roles as checkboxes, and what answers those that are ticked. `descriptions` are by role. */
export function role_choice(roles, descriptions, ticked) {
	const boxes = roles.map((role) =>
		element("input", { type: "checkbox", value: role, checked: ticked.includes(role) })
	);
	const rows = roles.map((role, place) =>
		element(
			"label",
			{ class: "crm-role" },
			boxes[place],
			element(
				"span",
				{},
				element("strong", {}, __(role)),
				element("small", { class: "text-muted" }, descriptions[role] || "")
			)
		)
	);
	const node = element(
		"fieldset",
		{ class: "crm-roles" },
		element("legend", { class: "control-label" }, __("Roles")),
		...rows
	);
	return { node, chosen: () => boxes.filter(({ checked }) => checked).map(({ value }) => value) };
}
