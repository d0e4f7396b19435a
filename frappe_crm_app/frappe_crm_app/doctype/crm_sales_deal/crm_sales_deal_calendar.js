frappe.views.calendar["CRM Sales Deal"] = {
	field_map: {
		id: "name",
		title: "title",
		start: "expected_close_date",
		end: "expected_close_date",
		allDay: "all_day",
		color: "color",
		convertToUserTz: "convert_to_user_tz",
	},
	get_events_method: "frappe_crm_app.calendar.api.get_expected_closings",
	...crm_desk.agenda,
	get_system_datetime: (date) => crm_desk.calendar_time.day_shown(date),
};
