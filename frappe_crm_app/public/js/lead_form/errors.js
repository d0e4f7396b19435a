// What is wrong with an answer stands beside its field, and goes as soon as the answer changes.

/** Show what is missing or no email address, and go to the first such field; returns whether there is nothing. */
export function check_answers(fields, texts) {
	const wrong = Object.values(fields)
		.filter(({ $input, df }) => $input && df.fieldname)
		.filter((field) => show_error(field, error_of(field, texts)));
	wrong[0]?.$input.trigger("focus");
	return !wrong.length;
}

function error_of({ $input, df }, texts) {
	const label = __(df.label);
	if (df.fieldtype === "Check") return df.reqd && !$input.prop("checked") ? texts.not_ticked : "";
	if (df.reqd && !String($input.val() || "").trim()) return texts.missing.replace("{0}", label);
	return $input.attr("type") === "email" && !$input[0].validity.valid
		? texts.no_email.replace("{0}", label)
		: "";
}

function show_error({ $input, $wrapper, df }, text) {
	$wrapper.find(".crm-lead-form-error").remove();
	$input.attr("aria-invalid", text ? "true" : null).attr("aria-describedby", null);
	if (!text) return false;
	const error = document.createElement("p");
	Object.assign(error, {
		className: "crm-lead-form-error",
		id: `crm-error-${df.fieldname}`,
		textContent: text,
	});
	$wrapper.append(error);
	$input.attr("aria-describedby", error.id);
	$input.one("input change", () => show_error({ $input, $wrapper, df }, ""));
	return true;
}
