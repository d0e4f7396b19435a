// Days of the calendar, "2026-06-03", as numbers that can be reckoned with, and where they stand on the plan. Knows neither Vue nor the page.
const DAY = 86_400_000;

/** Return the number of a day, counted from 1970. */
export const number_of = (day) => Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY;

/** Return the day of a number. */
export const day_of_number = (number) => new Date(number * DAY).toISOString().slice(0, 10);

/** Return the day so many days later, or earlier. */
export const shifted = (day, by) => day_of_number(number_of(day) + by);

/** Return which day of the week it is, from Monday, 0. */
export const weekday = (number) => (((number + 3) % 7) + 7) % 7;

// "June 2026".
function written(number, options, language) {
	return new Date(number * DAY).toLocaleDateString(language, { timeZone: "UTC", ...options });
}

/** Pixels of a day, by how near one looks. */
export const ZOOMS = { days: 26, weeks: 9, months: 3 };
const BEFORE = 7; // days shown before the first and after the last
const AFTER = 28;

/** Return `{first, last}`, numbers of days, between which everything lies, today included. */
export function period_of({ milestones, tasks }, today) {
	let [first, last] = [today, today];
	for (const { starts_on, due_on } of [...milestones, ...tasks]) {
		for (const day of [starts_on, due_on]) {
			if (!day) continue;
			const number = number_of(day);
			if (number < first) first = number;
			if (number > last) last = number;
		}
	}
	// whole weeks, so that weekends stand in a pattern
	return { first: first - BEFORE - weekday(first - BEFORE), last: last + AFTER };
}

/** Return the zoom by which most of a period is in sight. */
export const fitting_zoom = ({ first, last }, width) =>
	Object.keys(ZOOMS).find((name) => (last - first) * ZOOMS[name] <= width * 1.6) || "months";

/** Return the labels above the plan between two days: `{months: [{number, text}], days: [{number, text}]}`. */
export function labels_between(from, to, zoom, language) {
	const months = [];
	const days = [];
	for (let number = from; number <= to; number++) {
		const day = new Date(number * 86_400_000).getUTCDate();
		if (day === 1 || number === from) months.push({ number, text: month_of(number, zoom, language) });
		const is_told = zoom === "days" || (zoom === "weeks" && weekday(number) === 0);
		if (is_told) days.push({ number, text: String(day) });
	}
	// a month that begins at once leaves no room for the name of the one before
	if (months.length > 1 && (months[1].number - months[0].number) * ZOOMS[zoom] < 90) months.shift();
	return { months, days };
}

function month_of(number, zoom, language) {
	const month = zoom === "months" ? "short" : "long";
	const year = zoom === "months" ? "2-digit" : "numeric";
	return written(number, { month, year }, language);
}
