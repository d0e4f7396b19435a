// Starting a project with a won deal, and applying a template to one: what it brings is shown first.
import { element } from "../crm_desk/elements";
import { date_of } from "../crm_shared/format";
import * as counts from "./counts";
import { apply_template, get_templates, preview_start, preview_template, start_from_deal } from "./services";

/** Ask how a project of a deal begins, and open it. */
export async function start_project(deal) {
	const first = await refused_in_desk(() => preview_start(deal, {}));
	if (!first) return;
	const dialog = new frappe.ui.Dialog({
		title: __("Start Project"),
		fields: [
			{ fieldname: "title", fieldtype: "Data", label: __("Title"), reqd: 1, default: first.title },
			template_field(await get_templates(), __("No template")),
			{ fieldtype: "Section Break" },
			{
				fieldname: "starts_on",
				fieldtype: "Date",
				label: __("Starts On"),
				reqd: 1,
				default: frappe.datetime.get_today(),
			},
			{ fieldtype: "Column Break" },
			{ fieldname: "ends_on", fieldtype: "Date", label: __("Ends On") },
			{ fieldtype: "Section Break" },
			{ fieldname: "preview", fieldtype: "HTML" },
		],
		primary_action_label: __("Start"),
		async primary_action(values) {
			const { title, template, starts_on, ends_on } = values;
			const started = await start_from_deal(deal, { title, template, starts_on, ends_on }).catch(
				() => null
			);
			if (!started) return;
			dialog.hide();
			frappe.set_route("Form", "CRM Project", started.name);
		},
	});
	follow(dialog, ["template", "starts_on", "ends_on"], ({ template, starts_on, ends_on }) =>
		template ? preview_start(deal, { template, starts_on, ends_on }) : null
	);
	dialog.show();
}

/** Ask which template is applied to a project; `done({milestones, tasks})` is called once it is. */
export async function choose_template(project, done) {
	const dialog = new frappe.ui.Dialog({
		title: __("Apply Template"),
		fields: [
			template_field(await get_templates(), "", true),
			{ fieldname: "preview", fieldtype: "HTML" },
		],
		primary_action_label: __("Apply"),
		async primary_action({ template }) {
			const added = await apply_template(project, template).catch(() => null);
			if (!added) return;
			dialog.hide();
			done(added);
		},
	});
	follow(dialog, ["template"], ({ template }) => (template ? preview_template(project, template) : null));
	dialog.show();
}

const template_field = (templates, nothing, reqd = false) => ({
	fieldname: "template",
	fieldtype: "Select",
	label: __("Template"),
	reqd: Number(reqd),
	options: [{ value: "", label: nothing }, ...templates],
	description: templates.length ? "" : __("There is no template yet. Administrators make them."),
});

// The preview follows what is chosen; an answer that comes late is none.
function follow(dialog, fieldnames, ask) {
	const place = dialog.fields_dict.preview.$wrapper.attr("aria-live", "polite");
	let number = 0;
	async function show() {
		const mine = ++number;
		const values = Object.fromEntries(fieldnames.map((name) => [name, dialog.get_value(name)]));
		let content;
		try {
			content = preview_of(await ask(values));
		} catch (refusal) {
			content = element("p", { class: "text-danger" }, refusal.message);
		}
		if (mine === number) place.empty().append(content);
	}
	for (const name of fieldnames) dialog.fields_dict[name].df.onchange = show;
}

function preview_of(found) {
	if (!found) return "";
	const { milestones, tasks, missing_roles } = found;
	const count = (rows) => rows.filter(({ is_new }) => is_new).length;
	const old = milestones.length + tasks.length - count(milestones) - count(tasks);
	const rows = [
		...milestones.map(({ title, due_on, is_new }) => ({ title, due_on, is_new, is_milestone: true })),
		...tasks.map(({ subject, due_on, is_new, role }) => ({ title: subject, due_on, is_new, role })),
	].sort((one, other) => (one.due_on < other.due_on ? -1 : 1));
	return element(
		"div",
		{ class: "crm-template-preview" },
		element(
			"p",
			{ class: "bold" },
			__("Adds {0} and {1}.", [counts.milestones(count(milestones)), counts.tasks(count(tasks))])
		),
		old
			? element("p", { class: "text-muted" }, __("{0} are there already and stay as they are.", [old]))
			: null,
		missing_roles.length
			? element(
					"p",
					{ class: "text-muted" },
					__("Nobody has these roles yet, so their tasks are the owner's: {0}.", [
						missing_roles.join(", "),
					])
				)
			: null,
		element(
			"ul",
			{ class: "crm-moves", tabindex: 0, "aria-label": __("What it adds") },
			...rows.map(row_of)
		)
	);
}

const row_of = ({ title, due_on, is_new, role, is_milestone }) =>
	element(
		"li",
		{ class: [is_milestone && "is-milestone", !is_new && "is-there"].filter(Boolean).join(" ") },
		element("span", {}, title, role ? element("small", { class: "text-muted" }, ` ${role}`) : null),
		element("span", { class: "text-muted" }, is_new ? date_of(due_on) : __("there already"))
	);

async function refused_in_desk(ask) {
	try {
		return await ask();
	} catch (refusal) {
		frappe.msgprint({ message: frappe.utils.escape_html(refusal.message), indicator: "orange" });
		return null;
	}
}
