// "Add to Segment" on the list of contacts: the ticked rows, or all of the list's filters.
import { add_to_segment, get_chosen_segments } from "./services";

export function add_action(listview) {
	if (!frappe.model.can_write("CRM Segment")) return;
	listview.page.add_actions_menu_item(__("Add to Segment"), () => ask(listview), false);
}

async function ask(listview) {
	const segments = await get_chosen_segments();
	if (!segments.length) {
		frappe.msgprint(__("Make a segment of the kind Chosen first."));
		return;
	}
	const ticked = listview.get_checked_items(true);
	const dialog = new frappe.ui.Dialog({
		title: __("Add to Segment"),
		fields: [
			{
				fieldname: "segment",
				label: __("Segment"),
				fieldtype: "Select",
				options: segments.map(({ name, title }) => ({ value: name, label: title })),
				reqd: 1,
			},
			{
				fieldname: "which",
				label: __("Contacts"),
				fieldtype: "Select",
				options: [
					{ value: "ticked", label: __("The ticked rows ({0})", [ticked.length]) },
					{ value: "filter", label: __("All rows of this list's filters") },
				],
				default: "ticked",
				reqd: 1,
			},
		],
		primary_action_label: __("Add"),
		primary_action: async ({ segment, which }) => {
			const records =
				which === "filter" ? { filters: listview.get_filters_for_args() } : { names: ticked };
			const { added, of } = await add_to_segment(segment, records);
			dialog.hide();
			frappe.show_alert({
				message: __("{0} of {1} were not in it and are now.", [added, of]),
				indicator: "green",
			});
			listview.clear_checked_items?.();
		},
	});
	dialog.show();
}
