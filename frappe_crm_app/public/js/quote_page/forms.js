// A form that is sent by script: busy meanwhile, and what was refused stands below it.

import { Refused, texts } from "./services.js";

export function on_submit(form, send) {
	form.addEventListener("input", (event) => {
		event.target.removeAttribute("aria-invalid");
		show_error(form, "");
	});
	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		const missing = [...form.elements].find((field) => field.willValidate && !field.checkValidity());
		[...form.elements].forEach((field) => field.removeAttribute("aria-invalid"));
		if (missing) {
			missing.setAttribute("aria-invalid", "true");
			missing.focus();
			return show_error(form, missing.validationMessage);
		}
		await busily(form, send);
	});
}

export async function busily(form, send) {
	const buttons = form.querySelectorAll("button");
	show_error(form, "");
	buttons.forEach((button) => (button.disabled = true));
	try {
		await send(form);
	} catch (error) {
		show_error(form, error instanceof Refused ? error.message : texts.failed);
	} finally {
		buttons.forEach((button) => (button.disabled = false));
	}
}

export function show_error(form, sentence) {
	const place = form.querySelector(".q-error");
	place.textContent = sentence;
	place.hidden = !sentence;
}
