// A field that people neither see nor reach; what fills it in is a bot.
export function show_honeypot({ honeypot, texts }) {
	const field = document.createElement("div");
	field.className = "crm-lead-form-aside";
	field.setAttribute("aria-hidden", "true");
	field.innerHTML = `<label>${frappe.utils.escape_html(texts.leave_empty)}
		<input id="crm-lead-form-honeypot" name="${honeypot}" type="text" tabindex="-1" autocomplete="off"></label>`;
	document.querySelector("form.web-form")?.append(field);
}

const AUTOCOMPLETE = {
	first_name: "given-name",
	last_name: "family-name",
	email: "email",
	phone: "tel",
	company_name: "organization",
};

const INPUT_TYPE = { email: "email", phone: "tel" }; // which keyboard a phone shows

// Tell browsers and screen readers what each field is; Frappe's labels are not tied to theirs.
export function name_fields(fields) {
	for (const { $input, $wrapper, df } of Object.values(fields)) {
		if (!$input || !df.label) continue;
		$input.attr("aria-label", __(df.label));
		if (df.reqd) $input.attr("aria-required", "true");
		if (df.reqd && df.fieldtype === "Check") $wrapper.find(".label-area").addClass("reqd");
		if (AUTOCOMPLETE[df.fieldname]) $input.attr("autocomplete", AUTOCOMPLETE[df.fieldname]);
		if (INPUT_TYPE[df.fieldname]) $input.attr("type", INPUT_TYPE[df.fieldname]);
	}
}

export function show_draft(text) {
	const hint = document.createElement("p");
	hint.className = "crm-lead-form-draft";
	hint.textContent = text;
	document.querySelector(".web-form-container")?.prepend(hint);
}

export function announce(text) {
	let status = document.getElementById("crm-lead-form-status");
	if (!status) {
		status = document.createElement("p");
		status.id = "crm-lead-form-status";
		status.setAttribute("role", "status");
		document.querySelector(".web-form-footer")?.append(status);
	}
	status.textContent = text;
}

export function show_success(web_form, { message, redirect_to }) {
	frappe.form_dirty = false;
	if (redirect_to) {
		window.top === window.self ? window.location.assign(redirect_to) : window.open(redirect_to, "_top");
		return;
	}
	web_form.handle_success({});
	document.querySelector(".success-message").textContent = message;
	const title = document.querySelector(".success-title");
	title.tabIndex = -1;
	title.focus();
}
