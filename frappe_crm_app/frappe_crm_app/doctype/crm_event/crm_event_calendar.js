// The one calendar: events, and beside them what else there is a source for.
frappe.views.calendar["CRM Event"] = {
	field_map: {
		id: "entry",
		title: "title",
		start: "starts",
		end: "ends",
		allDay: "all_day",
		color: "color",
		convertToUserTz: "convert_to_user_tz",
	},
	get_events_method: "frappe_crm_app.screens.calendar.api.get_everything",
	get_system_datetime: (date) => crm_desk.calendar_time.moment_shown(date),
	...crm_desk.one_calendar,
};
