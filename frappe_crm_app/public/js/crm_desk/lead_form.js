import { SubmissionStatus } from "../crm_shared/enums";
import * as server from "./services/lead_form";
import { oversees } from "./services/visibility";

// What forms and lists of CRM Lead Form and CRM Lead Submission share.
export const ACTIONS = [
	{ action: "release", label: __("Release"), status: SubmissionStatus.QUARANTINED },
	{ action: "discard", label: __("Delete as Spam"), status: SubmissionStatus.QUARANTINED },
	{ action: "retry", label: __("Retry"), status: SubmissionStatus.FAILED },
];

export const is_reviewer = oversees;

export function actions_for(status) {
	return ACTIONS.filter((action) => action.status === status);
}

export function carry_out(action, names, then) {
	const go_on = async () => {
		const { done, refused } = await server.review(action, names);
		const message = refused.length
			? __("{0} done, {1} not: {2}", [done, refused.length, refused[0].reason])
			: __("{0} done", [done]);
		frappe.show_alert({ message, indicator: refused.length ? "orange" : "green" });
		then();
	};
	action === "discard"
		? frappe.confirm(__("Delete {0} submissions for good?", [names.length]), go_on)
		: go_on();
}

const is_tick = (doctype, fieldname) => frappe.meta.get_docfield(doctype, fieldname)?.fieldtype === "Check";

export function show_answers(frm) {
	const answers = Object.entries(JSON.parse(frm.doc.answers || "{}"));
	const escape = frappe.utils.escape_html;
	const rows = answers.map(([fieldname, value]) => {
		const label = frappe.meta.get_label(frm.doctype, fieldname);
		const text = is_tick(frm.doctype, fieldname) ? (Number(value) ? __("Yes") : __("No")) : value;
		return `<tr><th scope="row">${escape(__(label))}</th><td class="text-break" style="white-space: pre-wrap">${escape(text)}</td></tr>`;
	});
	frm.get_field("answers_view").$wrapper.html(`<table class="table table-sm">${rows.join("")}</table>`);
}

export function show_snippets(frm, route) {
	const site = window.location.origin;
	const frame = `<iframe src="${site}/${route}/new" title="${frappe.utils.escape_html(frm.doc.form_title)}" style="width: 100%; height: 720px; border: 0"></iframe>`;
	const call = `// On a page of an allowed origin
const call = (name, body) => fetch("${site}/api/method/frappe_crm_app.public_lead_form.api." + name, {
	method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
}).then((response) => response.json());
const { message: { token } } = await call("get_token", { form: "${frm.doc.name}" }); // as the page opens
await call("submit", { form: "${frm.doc.name}", token, answers: { first_name: "Ada", email: "ada@example.com" } });`;
	const $wrapper = frm.get_field("snippet_view").$wrapper.empty();
	if (route) add_snippet($wrapper, __("In a frame"), frame);
	add_snippet($wrapper, __("From your own form"), call);
}

function add_snippet($wrapper, title, text) {
	const $snippet = $(
		`<div class="mb-4"><h5></h5><pre class="text-break"></pre><button class="btn btn-xs btn-default"></button></div>`
	);
	$snippet.find("h5").text(title);
	$snippet.find("pre").text(text);
	$snippet
		.find("button")
		.text(__("Copy"))
		.on("click", () => frappe.utils.copy_to_clipboard(text));
	$wrapper.append($snippet);
}
