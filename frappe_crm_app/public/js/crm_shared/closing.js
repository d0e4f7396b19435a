// A deal is won or lost by a move: nothing that happens by one slip, since its owner is mailed. What is still planned for it
// is shown, and cancelled unless somebody wants it kept.
import { NoteStatus, Outcome } from "./enums";
import { plural } from "./format";
import { know_choices, links_are_read } from "./link_choice";
import { fields_for } from "./missing_fields";

const DEAL = "CRM Sales Deal";
const NOTE = "CRM Follow-up Note";
const MOST = 100;
const SHOWN = 5;
let is_asking = false;

/** Whether a move into this stage is asked about first. */
export const is_closing = (doctype, stage) => doctype === DEAL && stage.outcome !== Outcome.OPEN;

/**
 * Ask before a deal is closed; answer `{values, cancelled_plans}` where that is confirmed, else nothing. `has_reason` is whether the reason
 * of a loss is known already: then a loss without plans leaves nothing to ask.
 */
export async function ask_before_closing(card, stage, has_reason = false) {
	if (is_asking) return null; // a second click or key asks nothing twice
	is_asking = true;
	try {
		return await ask(card, stage, has_reason);
	} finally {
		is_asking = false;
	}
}

async function ask(card, stage, has_reason) {
	const [plans] = await Promise.all([
		plans_of(card.name),
		new Promise((resolve) => frappe.model.with_doctype(DEAL, resolve)),
	]);
	const is_lost = stage.outcome === Outcome.LOST;
	if (is_lost && has_reason && !plans.length) return { values: {}, cancelled_plans: [] };
	return new Promise((resolve) => show_question(card, stage, plans, is_lost && !has_reason, resolve));
}

function show_question(card, stage, plans, asks_reason, answer) {
	const is_lost = stage.outcome === Outcome.LOST;
	const dialog = new frappe.ui.Dialog({
		title: is_lost ? __("Move to {0}", [stage.stage_name]) : __("Win this deal?"),
		fields: [
			question(card, is_lost, asks_reason),
			...(asks_reason ? fields_for(DEAL, "lost_reason") : []),
			...(plans.length ? plan_fields(plans) : []),
		],
		primary_action_label: is_lost ? __("Move") : __("Mark as Won"),
		async primary_action() {
			await links_are_read();
			const typed = dialog.get_values();
			if (!typed) return;
			const { cancel_plans, ...values } = typed;
			answer({ values, cancelled_plans: cancel_plans ? plans.map(({ name }) => name) : [] });
			dialog.hide();
		},
		secondary_action_label: __("Not Yet"),
		secondary_action: () => dialog.hide(),
	});
	dialog.$wrapper.addClass("crm-board-dialog");
	know_choices(dialog);
	dialog.show();
	dialog.$wrapper.one("hidden.bs.modal", () => answer(null));
	if (!is_lost) dialog.$wrapper.one("shown.bs.modal", () => dialog.get_primary_btn().focus());
}

/** Say what stayed open of what was to be cancelled. */
export function tell_of_plans(wanted, cancelled) {
	const left = wanted.length - cancelled;
	if (left <= 0) return;
	const sentence = plural(
		left,
		"One of its follow-ups stays open: it is not yours to change.",
		"{0} of its follow-ups stay open: they are not yours to change."
	);
	frappe.show_alert({ message: sentence, indicator: "orange" }, 7);
}

const plans_of = (deal) =>
	frappe.model.can_read(NOTE)
		? frappe.db
				.get_list(NOTE, {
					fields: ["name", "subject"],
					filters: { deal, status: NoteStatus.OPEN },
					order_by: "scheduled_on asc, name asc",
					limit: MOST,
				})
				.catch(() => [])
		: Promise.resolve([]);

function question(card, is_lost, asks_reason) {
	const about_loss = asks_reason ? __("Why was {0} lost?") : __("{0} is lost?");
	const sentence = is_lost ? about_loss : __("{0} is won?");
	const title = `<strong>${frappe.utils.escape_html(card.title)}</strong>`;
	return { fieldtype: "HTML", options: `<p>${sentence.replace("{0}", title)}</p>` };
}

function plan_fields(plans) {
	const subjects = plans.slice(0, SHOWN).map(({ subject }) => subject);
	if (plans.length > SHOWN) subjects.push(__("and {0} more", [plans.length - SHOWN]));
	const rows = subjects.map((subject) => `<li>${frappe.utils.escape_html(subject)}</li>`);
	return [
		{
			fieldname: "cancel_plans",
			fieldtype: "Check",
			label: __("Cancel its open follow-ups ({0})", [plans.length]),
			default: 1,
		},
		{ fieldtype: "HTML", options: `<ul class="text-muted small">${rows.join("")}</ul>` },
	];
}
