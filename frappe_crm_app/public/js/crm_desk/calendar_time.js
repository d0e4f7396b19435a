// What a calendar shows as it stands on the clock of who looks, said as the site stores it.
// Frappe's own conversion reckons with the clock of the browser, which may be in another time zone than its user.
const STORED = "YYYY-MM-DD HH:mm:ss";

/** Return the day that a calendar's event was dropped on, in nobody's time zone. `date` is FullCalendar's own, of any version. */
export const day_shown = (date) => moment(date).locale("en").format(STORED);

/** Return the moment that a calendar's event was dropped on, in the site's time zone. */
export const moment_shown = (date) => frappe.datetime.convert_to_system_tz(day_shown(date));

/** Name the time zone below a form's moments only where the user's differs from the site's, which is what one would take it for. */
export function hide_same_zone(frm) {
	if (!frappe.datetime.is_system_time_zone()) return;
	// Each record's form has copies of the DocType's fields: those of this one are made already.
	const fields = [...frappe.meta.get_docfields(frm.doctype), ...frm.fields.map(({ df }) => df)];
	for (const df of fields) if (df.fieldtype === "Datetime") df.hide_timezone = 1;
}
