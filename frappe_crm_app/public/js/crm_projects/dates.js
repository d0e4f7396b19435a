// Days of the calendar, "2026-06-03", as numbers that can be reckoned with. Knows neither Frappe nor the page.
const DAY = 86_400_000;

/** Return the number of a day, counted from 1970. */
export const number_of = (day) => Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY;

/** Return the day of a number. */
export const day_of_number = (number) => new Date(number * DAY).toISOString().slice(0, 10);

/** Return the day so many days later, or earlier. */
export const shifted = (day, by) => day_of_number(number_of(day) + by);

/** Return which day of the week it is, from Monday, 0. */
export const weekday = (number) => (((number + 3) % 7) + 7) % 7;

/** Return "June 2026", or only "3" of a day. */
export function written(number, options, language) {
	return new Date(number * DAY).toLocaleDateString(language, { timeZone: "UTC", ...options });
}
