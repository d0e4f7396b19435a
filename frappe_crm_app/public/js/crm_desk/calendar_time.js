// What a calendar shows as it stands on the clock of who looks, said as the site stores it.
// Frappe's own conversion reckons with the clock of the browser, which may be in another time zone than its user.
const STORED = "YYYY-MM-DD HH:mm:ss";

/** Return the day that a calendar's event was dropped on, in nobody's time zone. `date` is FullCalendar's own, of any version. */
export const day_shown = (date) => moment(date).locale("en").format(STORED);

/** Return the moment that a calendar's event was dropped on, in the site's time zone. */
export const moment_shown = (date) => frappe.datetime.convert_to_system_tz(day_shown(date));
