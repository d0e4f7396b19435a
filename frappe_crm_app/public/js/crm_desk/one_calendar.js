// What Frappe's calendar does otherwise where it shows records of several DocTypes: what is shown, what a click opens, where dragging goes.
import { prefer_agenda } from "./agenda";
import { day_shown, moment_shown } from "./calendar_time.js";
import { get_offered, move } from "./services/meetings";

const DOCTYPE = "CRM Event";
const VIEW = "Calendar";
let offered = null;

const base = () => frappe.views.Calendar.prototype;
// FullCalendar 6 keeps what it does not know apart, 3 does not.
const facts_of = (event) => event.extendedProps || event;

function settings() {
	return (frappe.get_user_settings(DOCTYPE)[VIEW] || {}).crm_shown || {};
}

const is_shown = (doctype) => settings()[doctype] !== 0;
const is_everybodys = () => settings().everybody === 1;

/** Methods that take the place of those of `frappe.views.Calendar`. */
export const one_calendar = {
	setup_options(defaults) {
		base().setup_options.call(this, defaults);
		prefer_agenda(this.cal_options);
		this.cal_options.eventClick = (info) => {
			const { doctype, name } = facts_of(info.event || info);
			frappe.set_route("Form", doctype, name);
			return false;
		};
	},

	make() {
		const strip = $(`<div class="crm-calendar-shown" role="group"></div>`);
		strip.attr("aria-label", __("What the calendar shows")).appendTo(this.parent);
		base().make.call(this);
		offer(strip, this);
	},

	get_args(start, end) {
		const shown = (offered || [{ doctype: DOCTYPE }]).map((each) => each.doctype).filter(is_shown);
		const args = base().get_args.call(this, start, end);
		return { ...args, shown: shown.join(","), everybody: is_everybodys() ? 1 : 0 };
	},

	prepare_events(events) {
		const editable = new Map((events || []).map((event) => [event.entry, event.editable]));
		return base()
			.prepare_events.call(this, events)
			.map((event) => ({ ...event, editable: event.editable && Boolean(editable.get(event.entry)) }))
			.map(with_exclusive_end);
	},

	update_event(event, revert) {
		const { doctype, name, occurrence } = facts_of(event);
		const is_day = event.allDay;
		const told = is_day ? day_shown : moment_shown;
		const end = event.end && (is_day ? moment(event.end).subtract(1, "s") : event.end);
		const args = { doctype, name, start: told(event.start), end: end ? told(end) : null, occurrence };
		const send = (whole_series) =>
			move({ ...args, whole_series }).then(() => occurrence && this.refresh(), revert);
		if (!occurrence) return send(0);
		return ask_which(send, revert);
	},
};

// Frappe 15 makes the last day of whole days the one after it, 16 does not; both draw until there.
const with_exclusive_end = (event) =>
	event.allDay && frappe.FullCalendar ? { ...event, end: frappe.datetime.add_days(event.end, 1) } : event;

/** Ask whether one day of a series moves, or all of it; closing the question moves nothing. */
function ask_which(send, revert) {
	let is_answered = false;
	const dialog = new frappe.ui.Dialog({
		title: __("This event takes place again and again"),
		fields: [
			{
				fieldtype: "HTML",
				options: frappe.utils.escape_html(
					__("One day becomes an event of its own. Whoever is invited hears of it.")
				),
			},
		],
		primary_action_label: __("Only This Day"),
		primary_action: () => answer(0),
		secondary_action_label: __("The Whole Series"),
		secondary_action: () => answer(1),
		on_hide: () => is_answered || revert(),
	});
	function answer(whole_series) {
		is_answered = true;
		dialog.hide();
		send(whole_series);
	}
	dialog.show();
	return dialog;
}

/** Offer what can be shown; what was chosen is kept for the person. */
async function offer(strip, calendar) {
	offered = await get_offered();
	strip.empty();
	for (const { doctype, label } of offered) strip.append(box(label, doctype, is_shown(doctype), calendar));
	strip.append(box(__("Everybody's"), "everybody", is_everybodys(), calendar));
	calendar.refresh();
}

function box(label, key, is_checked, calendar) {
	const input = $(`<input type="checkbox">`).prop("checked", is_checked);
	input.on("change", async () => {
		const crm_shown = { ...settings(), [key]: input.prop("checked") ? 1 : 0 };
		await frappe.model.user_settings.save(DOCTYPE, VIEW, { crm_shown });
		calendar.refresh();
	});
	return $("<label></label>").append(input, document.createTextNode(` ${label}`));
}
