// "Add to Segment" on the list of contacts: the ticked rows, or all of the list's filters.
import { add_to_segment, get_chosen_segments, make_chosen_segment } from "./services";

const NEW = "new";

export function add_action(listview) {
	if (!frappe.model.can_write("CRM Segment")) return;
	listview.page.add_actions_menu_item(__("Add to Segment"), () => ask(listview), false);
}

async function ask(listview) {
	const segments = await get_chosen_segments();
	const ticked = listview.get_checked_items(true);
	const dialog = new frappe.ui.Dialog({
		title: __("Add to Segment"),
		fields: fields_for(segments, ticked.length),
		primary_action_label: __("Add"),
		primary_action: async (values) => {
			const segment = values.segment === NEW ? await make_chosen_segment(values.title) : values.segment;
			const records =
				values.which === "filter" ? { filters: listview.get_filters_for_args() } : { names: ticked };
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

function fields_for(segments, ticked) {
	return [
		{
			fieldname: "segment",
			label: __("Segment"),
			fieldtype: "Select",
			options: [
				...segments.map(({ name, title }) => ({ value: name, label: title })),
				{ value: NEW, label: __("A new one") },
			],
			default: segments[0]?.name || NEW,
			reqd: 1,
		},
		{
			fieldname: "title",
			label: __("Name of the New Segment"),
			fieldtype: "Data",
			length: 140,
			depends_on: `eval:doc.segment === "${NEW}"`,
			mandatory_depends_on: `eval:doc.segment === "${NEW}"`,
		},
		{
			fieldname: "which",
			label: __("Contacts"),
			fieldtype: "Select",
			options: [
				{ value: "ticked", label: __("The ticked rows ({0})", [ticked]) },
				{ value: "filter", label: __("All rows of this list's filters") },
			],
			default: "ticked",
			reqd: 1,
		},
	];
}
