// The workspace shows how far the first hour is, to whoever does it, until that is complete.
import { get } from "../crm_shared/services/request";
import { CRMRole } from "../crm_shared/enums";
import { element } from "./elements";
import { has_role } from "./services/visibility";

const WORKSPACE = "CRM Desk";
const CLASS = "crm-first-hour-banner";
let is_complete = false;
let latest = 0;

export function show_first_hour_in_workspace() {
	frappe.router?.on("change", show);
}

async function show() {
	const asked = ++latest;
	document.querySelector(`.${CLASS}`)?.remove();
	if (is_complete || !is_workspace() || !has_role(CRMRole.ADMIN, "System Manager")) return;
	const state = await get("frappe_crm_app.setup_guide.api.get_state").catch(() => null);
	is_complete = Boolean(state?.is_complete);
	if (!state || is_complete || asked !== latest || !is_workspace()) return;
	document.querySelector("#page-Workspaces .layout-main-section")?.prepend(banner(state));
}

function is_workspace() {
	const [view, name] = frappe.get_route();
	return view === "Workspaces" && name === WORKSPACE;
}

function banner({ over, steps }) {
	const next = steps.find((step) => !step.is_done && !step.is_skipped);
	return element(
		"div",
		{ class: CLASS, role: "region", "aria-label": __("First Hour") },
		element(
			"div",
			{},
			element("strong", {}, __("First Hour: {0} of {1} done", [over, steps.length])),
			element("div", { class: "text-muted" }, __("Next: {0}", [next.title]))
		),
		element("a", { class: "btn btn-primary btn-sm", href: "/app/crm-first-hour" }, __("Continue"))
	);
}
