// What the page of a project asks of the server.
import { get, post, post_in_desk } from "../crm_shared/services/request";

const API = "frappe_crm_app.work.projects.api";

export const get_project = (project) => get(`${API}.get_project`, { project });
export const get_plan = (project) => get(`${API}.get_plan`, { project });
/** Answer what other capabilities and apps have about a project, as tables or facts. */
export const get_sections = (project) =>
	get("frappe_crm_app.customer_overview.api.get_project_sections", { project });
export const move_task = (task, values) => post(`${API}.move_task`, { task, ...values });
export const assign_group = (project, group, task) =>
	post_in_desk(`${API}.assign_group`, { project, group, task });

/** Answer what moves with a date, `{moves, sentence, fingerprint}`; `move` is `{item, due_on, starts_on}`. */
export const get_consequence = (project, move) => get(`${API}.get_consequence`, { project, ...move });
/** Move it; what moves must be what `fingerprint` says. Answers the same with `{change, told}`. */
export const reschedule = (project, move, fingerprint, tell) =>
	post(`${API}.reschedule`, { project, ...move, fingerprint, tell });
export const undo = (change) => post(`${API}.undo`, { change });

export const preview_template = (project, template) => get(`${API}.preview_template`, { project, template });
export const apply_template = (project, template) =>
	post_in_desk(`${API}.apply_template`, { project, template });
/** Answer what a project of a won deal would begin with; `how` is `{template, starts_on, ends_on}`. */
export const preview_start = (deal, how) => get(`${API}.preview_start`, { deal, ...how });
export const start_from_deal = (deal, how) => post_in_desk(`${API}.start_from_deal`, { deal, ...how });

/** Answer the templates by which somebody may start, `[{value, label}]`. */
export async function get_templates() {
	const rows = await frappe.db.get_list("CRM Project Template", {
		fields: ["name", "template_name"],
		order_by: "template_name asc",
		limit: 200,
	});
	return rows.map(({ name, template_name }) => ({ value: name, label: template_name }));
}
