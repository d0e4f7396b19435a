import { server_messages } from "../crm_shared/services/server_messages";

const ENDPOINTS = "/api/method/frappe_crm_app.public_lead_form.api.";

// The token of a session that was in the desk stands at the end of the page, after what loads this.
const page_is_read = new Promise((resolve) => {
	if (document.readyState !== "loading") resolve();
	else document.addEventListener("DOMContentLoaded", resolve, { once: true });
});

export function ask_for_token(form) {
	return post("get_token", { form });
}

export function submit(form, answers, token) {
	return post("submit", { form, answers, token });
}

// Answers the endpoint's message; throws an Error with the server's sentence, or without one where there is none.
async function post(endpoint, body) {
	await page_is_read;
	const headers = { "Content-Type": "application/json", Accept: "application/json" };
	if (frappe.csrf_token && frappe.csrf_token !== "None") headers["X-Frappe-CSRF-Token"] = frappe.csrf_token;
	const response = await fetch(ENDPOINTS + endpoint, {
		method: "POST",
		headers,
		body: JSON.stringify(body),
	}).catch(() => null);
	const answer = await response?.json().catch(() => null);
	if (!response?.ok) throw new Error(server_messages(answer)[0]);
	return answer.message;
}
