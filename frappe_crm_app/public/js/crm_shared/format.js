// Amounts and moments as people read them: all pages, lists and dialogs of ours write a moment by `day_of`, `moment_of` or `date_of`,
// and how long something lasts by `days`, so that one moment reads the same everywhere.
const SHORT = new Map();

// 1.2M in a column's head, where there is little room; the whole amount is one hover away.
export function short_money(value, currency) {
	if (!SHORT.has(currency)) SHORT.set(currency, short_formatter(currency));
	return SHORT.get(currency).format(value || 0);
}

function short_formatter(currency) {
	const options = { notation: "compact", maximumFractionDigits: 1 };
	try {
		const money = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
		return new Intl.NumberFormat(language(), { ...options, ...money });
	} catch {
		return new Intl.NumberFormat("en", options);
	}
}

export function money(value, currency) {
	return window.format_currency(value || 0, currency, Number.isInteger(value) ? 0 : 2);
}

export function number(value) {
	return (value || 0).toLocaleString(language());
}

// The user's, as browsers write it.
const language = () => (frappe.boot.lang || "en").replace("_", "-");

/**
 * Return the translated phrase for `count` things: `plural(3, "1 task", "{0} tasks")`; `{0}` is the count, `others` follow.
 * Languages with further forms have them in their catalogs: see `kit/phrases.py`.
 */
export function plural(count, one, several, ...others) {
	const values = [number(count), ...others];
	return count === 1 ? __(one, values) : __(several, values, form_of(count || 0, language()));
}

/** Return which plural form a language uses for a count, `null` for one that all languages have. */
export function form_of(count, language) {
	const form = new Intl.PluralRules(language).select(count);
	return form === "one" || form === "other" ? null : form;
}

/** Return whether a moment has passed. */
export const is_past = (moment_text) =>
	frappe.datetime.convert_to_user_tz(moment_text, false).isBefore(user_now());

// How a planned moment is called from today: "Today 14:30", "Tomorrow", else how long ago, or its date.
export function day_of(moment_text) {
	return day_seen_from(user_now(), frappe.datetime.convert_to_user_tz(moment_text, false));
}

/** Return how the day of `then` is called now; both are moments (moment.js) in the zone of the user. */
export function day_seen_from(now, then) {
	const days = day_number(then) - day_number(now);
	if (days === 0) return __("Today {0}", [then.format("HH:mm")]);
	if (days === 1) return __("Tomorrow");
	if (days === -1) return __("Yesterday");
	if (days < -1 && days > -100) return plural(-days, "1 day ago", "{0} days ago");
	return short_date(then, now);
}

// Now, in the time zone of the user, which need not be that of the browser.
export function user_now() {
	const zone = frappe.boot.time_zone?.user;
	return zone ? window.moment().tz(zone) : window.moment();
}

// Days count as they stand in the calendar, whatever the hour and the zone.
function day_number(moment) {
	return Date.UTC(moment.year(), moment.month(), moment.date()) / 86_400_000;
}

function short_date(then, now) {
	const year = then.year() === now.year() ? {} : { year: "numeric" };
	const date = new Date(then.year(), then.month(), then.date());
	return date.toLocaleDateString(language(), { day: "numeric", month: "short", ...year });
}

// "Thursday, 26 November", of a date as text.
export function long_date(date_text) {
	const [year, month, day] = date_text.split("-").map(Number);
	const date = new Date(year, month - 1, day);
	return date.toLocaleDateString(language(), { weekday: "long", day: "numeric", month: "long" });
}

/** Return date and time of a moment, in the zone of the user. */
export function moment_of(moment_text) {
	const local = frappe.datetime.convert_to_user_tz(moment_text, false);
	return `${written(local)} ${local.format("HH:mm")}`;
}

/** Return the date of a moment in the zone of the user, or a date that is none, as the site writes dates. */
export function date_of(text) {
	const is_date = text.length <= "YYYY-MM-DD".length;
	return is_date
		? frappe.datetime.str_to_user(text)
		: written(frappe.datetime.convert_to_user_tz(text, false));
}

const written = (moment) => frappe.datetime.str_to_user(moment.format("YYYY-MM-DD"));

/** Return how many days of the user's calendar ago a moment was, as `day_of` counts them; 0 for one to come. */
export function days_since(moment_text) {
	return moment_text ? days_between(frappe.datetime.convert_to_user_tz(moment_text, false), user_now()) : 0;
}

/** Return the days of the calendar from one moment (moment.js) to another, never fewer than none. */
export function days_between(then, now) {
	return Math.max(0, day_number(now) - day_number(then));
}

export function days(count) {
	if (count === 0) return __("< 1 day");
	return plural(count, "1 day", "{0} days");
}

/** Return the same as short as it is read beside an amount. */
export const short_days = (count) => (count === 0 ? __("< 1 d") : __("{0} d", [count]));

export function initials(name) {
	const words = (name || "?").trim().split(/\s+/);
	const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
	return letters
		.map((word) => [...word][0] || "")
		.join("")
		.toUpperCase();
}
