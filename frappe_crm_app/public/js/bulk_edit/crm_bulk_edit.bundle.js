// Actions for many records on the lists of the CRM: reassign, move to a stage, delete, hand over. Tags and assignments are Frappe's.

import { CRMRole, WorkStatus } from "../crm_shared/enums";
import { know_choices } from "../crm_shared/link_choice";
import { askedValues, cancelsPlans, moveFields, showAsked } from "./move_dialog";
import { show_outcome, show_outcome_of_job } from "./outcome";
import { deleteRecords, getStages, getState, handOver, move, reassign } from "./services";

frappe.provide("frappe.crm_bulk_edit");

const MAY_HAND_OVER = [CRMRole.MANAGER, CRMRole.ADMIN];
const ON_BOARDS = ["CRM Sales Deal", "CRM Customer"];
const mayReassign = () => frappe.boot.crm.reassigning_roles.some((role) => frappe.user.has_role(role));
const POLL = 2000; // milliseconds, where the live connection is slow or missing

// Add the actions to a list: to its menu of ticked rows, and handing over to its own menu.
frappe.crm_bulk_edit.addActions = (listview) => {
	const { page, doctype } = listview;
	if (frappe.model.can_write(doctype)) {
		if (mayReassign()) {
			page.add_actions_menu_item(__("Reassign to Another User"), () => askReassign(listview), false);
		}
		if (ON_BOARDS.includes(doctype)) {
			page.add_actions_menu_item(__("Move to a Stage"), () => askMove(listview), false);
		}
	}
	if (frappe.model.can_delete(doctype)) {
		page.add_actions_menu_item(__("Delete with Reasons"), () => askDelete(listview), false);
	}
	if (MAY_HAND_OVER.some((role) => frappe.user.has_role(role))) {
		page.add_menu_item(__("Hand Over All Records of a User"), () => askHandOver(listview));
	}
};

function askReassign(listview) {
	ask(__("Reassign"), [whichField(listview), userField("to_user", __("New Owner"))], async (values) => {
		const answer = await reassign(listview.doctype, chosen(listview, values), values.to_user);
		await report(listview, "reassign", answer);
	});
}

async function askMove(listview) {
	const { doctype } = listview;
	const stages = await getStages(doctype);
	const fields = [whichField(listview), ...moveFields(doctype, stages)];
	const dialog = ask(__("Move"), fields, async (values) => {
		const answer = await move(
			doctype,
			chosen(listview, values),
			values.stage,
			askedValues(stages, values),
			cancelsPlans(stages, values)
		);
		await report(listview, "move", answer);
	});
	const ticked = listview.get_checked_items(true);
	for (const fieldname of ["which", "stage"]) {
		dialog.fields_dict[fieldname].df.onchange = () => showAsked(dialog, stages, ticked);
	}
}

function askDelete(listview) {
	ask(__("Delete"), [whichField(listview)], async (values) => {
		await report(listview, "delete", await deleteRecords(listview.doctype, chosen(listview, values)));
	});
}

function askHandOver(listview) {
	const fields = [
		{
			fieldtype: "HTML",
			options: `<p>${__("Contacts, customers, deals, running projects and open notes of the first user become those of the second.")}</p>`,
		},
		userField("from_user", __("From")),
		userField("to_user", __("To")),
	];
	ask(__("Hand Over"), fields, async (values) => {
		await report(listview, "hand over", await handOver(values.from_user, values.to_user));
	});
}

function ask(title, fields, act) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action: async (values) => {
			dialog.disable_primary_action();
			try {
				await act(values);
				dialog.hide();
			} finally {
				dialog.enable_primary_action();
			}
		},
	});
	know_choices(dialog);
	dialog.show();
	return dialog;
}

const userField = (fieldname, label) => ({
	fieldname,
	label,
	fieldtype: "Link",
	options: "User",
	reqd: 1,
	get_query: () => ({ query: "frappe_crm_app.visibility.people_search.find_users" }),
});

function whichField(listview) {
	const ticked = listview.get_checked_items(true).length;
	const options = [{ value: "ticked", label: __("The ticked rows ({0})", [ticked]) }];
	options.push({ value: "filter", label: __("All rows of this list's filters") });
	return {
		fieldname: "which",
		label: __("Records"),
		fieldtype: "Select",
		options,
		default: "ticked",
		reqd: 1,
	};
}

const chosen = (listview, { which }) =>
	which === "filter"
		? { filters: listview.get_filters_for_args() }
		: { names: listview.get_checked_items(true) };

// Say what was done and what was refused, at once or when the job is through.
async function report(listview, action, answer) {
	const change = { action, doctype: listview.doctype };
	if (!answer.queued) {
		listview.clear_checked_items?.();
		listview.refresh();
		return show_outcome(change, answer);
	}
	follow(listview, change, answer.queued);
}

function follow(listview, change, name) {
	const title = __("Changing Records");
	const hear = (state) => {
		if (state.name !== name) return;
		frappe.show_progress(title, state.done + state.refused, state.total, "", true);
		if (![WorkStatus.COMPLETED, WorkStatus.FAILED].includes(state.status)) return;
		stop();
		frappe.hide_progress();
		listview.refresh();
		show_outcome_of_job(change, state);
	};
	const timer = setInterval(async () => hear(await getState(name)), POLL);
	const stop = () => {
		clearInterval(timer);
		frappe.realtime.off("crm_bulk_change", hear);
	};
	frappe.realtime.on("crm_bulk_change", hear);
}
