frappe.views.calendar["CRM Follow-up Note"] = {
	field_map: {
		id: "name",
		title: "title",
		start: "scheduled_on",
		end: "ends_on",
		allDay: "all_day",
		color: "color",
	},
	get_events_method: "frappe_crm_app.calendar.api.get_follow_ups",
	...crm_desk.agenda,
	get_system_datetime: (date) => crm_desk.calendar_time.moment_shown(date),
};
