// Moments that people type, in the time zone of the user, which need not be that of the browser.
import { user_now } from "./format";

const TYPED = "YYYY-MM-DD[T]HH:mm";

/** Return a moment as the field for dates and times of a browser wants it. */
export const typed = (moment) => moment.format(TYPED);

/** Return the moment (moment.js) that was typed. */
export function moment_of_typed(text) {
	const zone = frappe.boot.time_zone?.user;
	return zone ? window.moment.tz(text, TYPED, zone) : window.moment(text, TYPED);
}

/** Return a moment as the server stores it. */
export const stored = (moment) => frappe.datetime.convert_to_system_tz(moment.format("YYYY-MM-DD HH:mm:ss"));

/**
 * Return the fields of a note for what was typed about when something was or will be, and for how many minutes it lasted.
 * What was just done has no moment of its completion: the server's clock tells it.
 */
export function schedule(text, minutes, is_done) {
	if (!text) return {};
	const begin = moment_of_typed(text);
	const end = minutes ? begin.clone().add(minutes, "minutes") : begin;
	const fields = { scheduled_on: stored(begin) };
	if (minutes) fields.ends_on = stored(end);
	const away = user_now().diff(end, "seconds");
	const is_future = begin.diff(user_now(), "seconds") > 60;
	if (is_done && (away > 60 || is_future)) fields.completed_on = stored(end);
	return fields;
}
