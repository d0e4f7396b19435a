// Which columns of a list are seen at once.

const COLUMN = 130; // pixels in which a name or an address can be read

/**
 * Show as many of the list's columns as there is room for, and let them share the width. Frappe 15 counts the window's pixels only
 * roughly; 16 makes each column as wide as its longest text, so that the last ones can be read only after scrolling.
 * Whoever has chosen a number, or scrolling, in the list's settings has it so.
 */
export function keep_columns_in_sight(listview, beside = 0) {
	const settings = listview.list_view_settings || {};
	listview.list_view_settings = { disable_scrolling: 1, ...settings };
	if (settings.total_fields) return;
	const width = listview.$frappe_list.width() || window.innerWidth;
	const room = Math.max(3, Math.floor(width / COLUMN) - beside);
	listview.max_number_of_fields = room;
	listview.list_view_settings.total_fields = room + 1; // Frappe 15 counts the hidden column of tags
	listview.setup_columns();
	if (listview.$result?.find(".list-row-head").length) listview.render_header(true);
}

/** Sort the list so where the user has not sorted it. */
export function sort_at_first(listview, fieldname, order) {
	if (listview.view_user_settings?.sort_by) return;
	Object.assign(listview, { sort_by: fieldname, sort_order: order });
	listview.sort_selector?.set_value(fieldname, order);
}
