// Lists whose columns are few enough to be seen at once.

/**
 * Let the columns share the width, unless somebody has chosen otherwise in the list's settings. Frappe 16 makes each
 * as wide as its longest text, and the last ones can be read only after scrolling; Frappe 15 always shares.
 */
export function keep_columns_in_sight(listview) {
	const settings = listview.list_view_settings;
	if (!settings?.name) listview.list_view_settings = { ...settings, disable_scrolling: 1 };
}
