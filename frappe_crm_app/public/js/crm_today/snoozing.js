// Until when something can be put off. Moments are those of moment.js, in the zone of the user.
const MORNING = 9;
const EVENING = 20; // later than that, "later today" is no help
const EARLIEST = 6;
const LATER = 3; // hours
const MONDAY = 1;

/** Return `[{key, label, moment}]`; `planned`, if there is one, keeps its time of the day. */
export function choices(now, planned) {
	const later = later_today(now);
	const tomorrow = at_its_hour(now.clone().add(1, "day"), planned);
	const monday = at_its_hour(next_monday(now), planned);
	return [
		...(later ? [{ key: "later", label: __("Later Today"), moment: later }] : []),
		{ key: "tomorrow", label: __("Tomorrow"), moment: tomorrow },
		{ key: "week", label: __("Next Week"), moment: monday },
	];
}

function later_today(now) {
	const later = now.clone().add(LATER, "hours").minute(0).second(0).millisecond(0);
	return later.isSame(now, "day") && later.hour() <= EVENING ? later : null;
}

function next_monday(now) {
	return now.clone().add(((MONDAY + 6 - now.day()) % 7) + 1, "days");
}

// A time in the night was not meant as one: what has a date alone stands at midnight.
function at_its_hour(day, planned) {
	const is_meant = planned && planned.hour() >= EARLIEST;
	const [hour, minute] = is_meant ? [planned.hour(), planned.minute()] : [MORNING, 0];
	return day.hour(hour).minute(minute).second(0).millisecond(0);
}
