// Moments as the phone's clock shows them, and those of next steps.

const MORNING = 9;
const MONDAY = 1;
const DAYS = {
	tomorrow: () => 1,
	in_three_days: () => 3,
	next_week: (now) => ((MONDAY + 6 - now.getDay()) % 7) + 1,
};
export const CHOICES = Object.keys(DAYS);
const language = document.documentElement.lang || undefined;

/** Return when a next step is, in the morning of a day: one of `CHOICES`, or a date (YYYY-MM-DD) that is ahead; `null` for none. */
export function moment_of(choice, date, now = new Date()) {
	if (DAYS[choice]) {
		return new Date(now.getFullYear(), now.getMonth(), now.getDate() + DAYS[choice](now), MORNING);
	}
	const [year, month, day] = (date || "").split("-").map(Number);
	const moment = new Date(year, month - 1, day, MORNING);
	return day && moment > now ? moment : null;
}

/** Return the first day, YYYY-MM-DD, that is ahead. */
export function tomorrow(now = new Date()) {
	const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
	const digits = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
	return digits.map((number) => String(number).padStart(2, "0")).join("-");
}

export function written(moment) {
	return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(
		new Date(moment)
	);
}

export function clock(moment) {
	return new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date(moment));
}
