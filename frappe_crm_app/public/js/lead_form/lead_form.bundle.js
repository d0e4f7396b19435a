import { collect_touch } from "./touch";
import { ask_for_token, submit } from "./services";
import { prove } from "./proof_of_work";
import { check_answers } from "./errors";
import { announce, name_fields, show_draft, show_honeypot, show_success } from "./page";

// A Web Form's page as the page of a lead form: its answers go to our endpoint, with a token, to which Frappe's own door leads, too.
const settings = JSON.parse(document.getElementById("crm-lead-form").textContent);
const touch = collect_touch();
let ticket = ask_for_token(settings.form).then(prove);
let is_sending = false;
ticket.catch(() => {}); // said when somebody sends

document.addEventListener("submit", take_over, true);
frappe.ready(() => {
	show_honeypot(settings);
	if (settings.is_draft) show_draft(settings.texts.draft);
	setTimeout(() => name_fields(frappe.web_form?.fields_dict || {})); // the form is made after this
});

function take_over(event) {
	if (!event.target.matches("form.web-form")) return;
	event.preventDefault();
	event.stopImmediatePropagation();
	send(frappe.web_form);
}

async function send(web_form) {
	if (is_sending || !web_form?.fields_dict) return;
	if (!check_answers(web_form.fields_dict, settings.texts)) return;
	if (web_form.validate && web_form.validate() === false) return;
	const values = web_form.get_values();
	if (!values) return;
	is_sending = true;
	announce(settings.texts.sending);
	try {
		const { token, proof } = await ticket;
		show_success(web_form, await submit(settings.form, answers_from(values, proof), token));
	} catch (error) {
		announce("");
		frappe.msgprint({ message: error.message || settings.texts.failed, indicator: "red" });
		if (!error.message) ticket = ask_for_token(settings.form).then(prove);
	} finally {
		is_sending = false;
	}
}

function answers_from(values, proof) {
	const answers = { ...touch };
	for (const field of frappe.web_form_doc.web_form_fields) {
		if (field.fieldname && values[field.fieldname] !== undefined) {
			answers[field.fieldname] = values[field.fieldname];
		}
	}
	const honeypot = document.getElementById("crm-lead-form-honeypot")?.value;
	if (honeypot) answers[settings.honeypot] = honeypot;
	if (proof) answers.altcha = proof;
	return answers;
}
