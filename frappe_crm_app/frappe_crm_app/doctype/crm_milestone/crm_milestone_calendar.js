frappe.views.calendar["CRM Milestone"] = {
	field_map: {
		id: "name",
		title: "title",
		start: "due_on",
		end: "due_on",
		allDay: "all_day",
		color: "color",
		convertToUserTz: "convert_to_user_tz",
	},
	get_events_method: "frappe_crm_app.screens.calendar.api.get_milestones",
	...crm_desk.agenda,
	get_system_datetime: (date) => crm_desk.calendar_time.day_shown(date),
};
