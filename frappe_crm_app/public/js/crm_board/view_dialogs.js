// The dialogs of saved views and of what cards show.
const LONGEST_TITLE = 60;
const NOTHING = "none"; // no field on cards, said in an address

/** Ask for the name of a view and, of who may share it, with whom. */
export function ask_for_view({ state, views }) {
	const { sharing_roles } = state.setup;
	const shared = { depends_on: "is_shared", hidden: 0 };
	const sharing = [
		{ fieldname: "is_shared", fieldtype: "Check", label: __("Share it with others") },
		{
			...shared,
			fieldname: "roles",
			fieldtype: "MultiCheck",
			label: __("With people who are"),
			description: __("With everybody who sees the board, if you choose none."),
			options: sharing_roles.map((role) => ({ label: __(role), value: role })),
		},
	];
	const dialog = new frappe.ui.Dialog({
		title: __("Save View"),
		fields: [
			{
				fieldname: "title",
				fieldtype: "Data",
				label: __("Name"),
				length: LONGEST_TITLE,
				reqd: 1,
				description: __("Keeps the filters, the order and what the cards show."),
			},
			...(views.can_share.value ? sharing : []),
		],
		primary_action_label: __("Save"),
		primary_action({ title, is_shared }) {
			const roles = is_shared ? dialog.get_value("roles") || [] : [];
			dialog.hide();
			views.save({ title: title.trim(), is_shared: Boolean(is_shared), roles });
		},
	});
	dialog.$wrapper.addClass("crm-board-dialog");
	dialog.show();
}

export function ask_before_removing({ views }) {
	const { title, is_own } = views.current.value;
	const name = frappe.utils.escape_html(title);
	const sentence = is_own
		? __("Delete the view {0}?", [name])
		: __("Delete the view {0} for everybody?", [name]);
	frappe.confirm(sentence, () => views.remove());
}

/** Ask which fields cards show to this person. */
export function ask_for_card_fields({ state, filter }) {
	const offered = state.setup.card_fields[state.doctype] || [];
	const dialog = new frappe.ui.Dialog({
		title: __("Fields on Cards"),
		fields: [
			{
				fieldname: "fields",
				fieldtype: "MultiCheck",
				label: __("Your cards show, at most eight"),
				columns: 2,
				options: offered.map(({ fieldname, label }) => ({
					label,
					value: fieldname,
					checked: state.card_fields.includes(fieldname),
				})),
			},
		],
		primary_action_label: __("Show"),
		primary_action() {
			dialog.hide();
			filter({ cards: dialog.get_value("fields").join(",") || NOTHING });
		},
		secondary_action_label: __("As the Pipeline Says"),
		secondary_action() {
			dialog.hide();
			filter({ cards: "" });
		},
	});
	dialog.$wrapper.addClass("crm-board-dialog");
	dialog.show();
}
