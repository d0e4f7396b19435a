// Calendars on a phone: what is on, day by day, where the days of a month would be too small to read.
import { phone } from "./phone";

const AGENDA = "listMonth"; // of FullCalendar 3 (Frappe 15) and 6 (16)

/** Have a calendar open as an agenda on a phone; its options are those of the running Frappe's FullCalendar. */
export function prefer_agenda(options) {
	if (!phone.matches) return;
	const bar = options.headerToolbar || options.header;
	const none = __("Nothing is planned.");
	bar.left = "prev,next";
	bar.center = "title";
	bar.right = options.headerToolbar
		? `today,${AGENDA},timeGridDay,dayGridMonth`
		: `today,${AGENDA},agendaDay,month`;
	options.buttonText[AGENDA] = __("Agenda");
	Object.assign(options, {
		[options.headerToolbar ? "initialView" : "defaultView"]: AGENDA,
		[options.headerToolbar ? "noEventsText" : "noEventsMessage"]: none,
		height: "auto",
	});
}

/** What a calendar takes over for that. */
export const agenda = {
	setup_options(defaults) {
		frappe.views.Calendar.prototype.setup_options.call(this, defaults);
		prefer_agenda(this.cal_options);
	},
};
