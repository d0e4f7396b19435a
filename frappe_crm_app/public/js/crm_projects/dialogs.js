// What is asked on the page of a project: days, what moves with them, a milestone, a template, a task for a group.
import { element } from "../crm_desk/elements";
import { date_of } from "../crm_shared/format";
import { not_told } from "./counts";

/** Ask on which days a task or milestone is; answers `{due_on, starts_on}`, nothing where somebody leaves. */
export function ask_for_days(item, is_task) {
	const fields = [
		{ fieldname: "due_on", fieldtype: "Date", label: __("Due On"), reqd: 1, default: item.due_on },
	];
	if (is_task)
		fields.push({
			fieldname: "starts_on",
			fieldtype: "Date",
			label: __("Starts On"),
			description: __("Left empty, it takes as many working days as before."),
		});
	return asked({
		title: item.subject || item.title,
		fields,
		primary_action_label: item.due_on ? __("Show What Moves") : __("Set"),
		answer: ({ due_on, starts_on }) => ({ due_on, starts_on: starts_on || null }),
	});
}

/**
 * Show what moves with a date; answers `{tell}` where it is accepted, nothing where it is not. `told` are `{users, contacts}`, whom telling
 * reaches and how many it does not.
 */
export function show_consequence({ moves, sentence }, told) {
	return asked(
		{
			title: __("This moves more than one date"),
			fields: [{ fieldname: "moves", fieldtype: "HTML" }],
			primary_action_label: __("Accept"),
			answer: () => ({ tell: false }),
		},
		(dialog, finish) => {
			dialog.fields_dict.moves.$wrapper
				.empty()
				.append(element("p", { class: "bold" }, sentence), list_of(moves), whom_told(told));
			if (told.users.length)
				dialog.add_custom_action(__("Accept and Tell Users"), () => finish({ tell: true }));
			dialog.set_secondary_action_label(__("Cancel"));
			dialog.set_secondary_action(() => dialog.hide());
			dialog.$wrapper.addClass("crm-consequence");
		}
	);
}

function whom_told({ users, contacts }) {
	const reached = users.length
		? __("“Accept and Tell Users” tells {0}.", [users.join(", ")])
		: __("Nobody but you takes part with a login.");
	const parts = [reached, contacts && not_told(contacts)].filter(Boolean);
	return element("p", { class: "crm-muted", "data-part": "told" }, parts.join(" "));
}

const MOST_SHOWN = 200;

function list_of(moves) {
	const rows = moves
		.slice(0, MOST_SHOWN)
		.map(({ title, doctype, due_on: [before, after] }) =>
			element(
				"li",
				{ class: doctype === "CRM Milestone" ? "is-milestone" : "" },
				element("span", {}, title),
				element("span", { class: "crm-muted" }, __("{0} → {1}", [date_of(before), date_of(after)]))
			)
		);
	if (moves.length > MOST_SHOWN)
		rows.push(element("li", {}, __("and {0} more", [moves.length - MOST_SHOWN])));
	return element(
		"ul",
		{ class: "crm-moves", tabindex: 0, role: "list", "aria-label": __("What moves") },
		...rows
	);
}

/** Ask for a new milestone; answers `{title, due_on}`. */
export function ask_for_milestone() {
	return asked({
		title: __("Add Milestone"),
		fields: [
			{ fieldname: "title", fieldtype: "Data", label: __("Title"), reqd: 1 },
			{ fieldname: "due_on", fieldtype: "Date", label: __("Due On") },
		],
		primary_action_label: __("Add"),
		answer: (values) => values,
	});
}

/** Ask which task a group is given; `tasks` are the open ones. Answers its name. */
export function ask_for_task(group, tasks) {
	return asked({
		title: __("Assign to {0}", [group]),
		fields: [
			{
				fieldname: "task",
				fieldtype: "Select",
				label: __("Task"),
				reqd: 1,
				options: tasks.map(({ name, subject }) => ({ value: name, label: subject })),
			},
		],
		primary_action_label: __("Assign"),
		answer: ({ task }) => task,
	});
}

/** Name the inputs of a dialog that is shown: Frappe ties its labels to none. */
export function name_fields(dialog) {
	for (const field of Object.values(dialog.fields_dict))
		if (field.df?.label) field.$input?.attr("aria-label", field.df.label);
}

/** Show a dialog whose primary action answers; what had the focus before has it again afterwards. */
function asked({ answer, ...options }, prepare = () => {}) {
	const opener = document.activeElement;
	return new Promise((resolve) => {
		let given = null;
		const finish = (value) => {
			given = value;
			dialog.hide();
		};
		const dialog = new frappe.ui.Dialog({
			...options,
			primary_action: (values) => finish(answer(values)),
		});
		prepare(dialog, finish);
		dialog.show();
		name_fields(dialog);
		dialog.$wrapper.one("hide.bs.modal", () => resolve(given));
		dialog.$wrapper.one("hidden.bs.modal", () => {
			if (!document.querySelector(".modal.show")) opener?.focus?.();
			dialog.$wrapper.remove();
		});
	});
}
