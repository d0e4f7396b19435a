// The page of a quote: looked at, asked about, accepted or declined.

import { drawing_field } from "./drawing.js";
import { busily, on_submit } from "./forms.js";
import { call, texts } from "./services.js";
import { chosen_in, follow_choice } from "./totals.js";

const LOOKS_FOR_PDF = 12;

export function start(page) {
	const token = new URLSearchParams(location.search).get("t");
	const way = { token, csrf: page.dataset.csrf };
	const ask_server = (name, more = {}, options = {}) =>
		call(name, { token, ...more }, { csrf: way.csrf, ...options });
	page.querySelectorAll("input[name='token']").forEach((input) => (input.value = token));
	ask_server("saw", {}, { keepalive: true }).catch(() => {});
	const decided = document.getElementById("q-decided");
	if (sessionStorage.getItem("crm-quote-decided") === "1") {
		sessionStorage.removeItem("crm-quote-decided");
		decided?.focus();
	}
	follow_choice(page, way);
	question(ask_server);
	declining(ask_server);
	accepting(page, ask_server);
	hide_bar_at_form();
	if (page.dataset.waits === "1") wait_for_pdf(ask_server, LOOKS_FOR_PDF);
}

function show_decision() {
	sessionStorage.setItem("crm-quote-decided", "1");
	location.hash = "";
	location.reload();
}

function question(ask_server) {
	const form = document.querySelector("#crm-quote-ask form");
	on_submit(form, async () => {
		await ask_server("ask", { question: form.elements.question.value });
		form.reset();
		form.querySelector(".q-done").textContent = texts.asked;
	});
}

function declining(ask_server) {
	const form = document.querySelector("#crm-quote-decline form");
	if (!form) return;
	on_submit(form, async () => {
		await ask_server("decline", { reason: form.elements.reason.value });
		show_decision();
	});
}

function accepting(page, ask_server) {
	const form = document.getElementById("crm-quote-accept");
	if (!form) return;
	const field = drawing_field(form.querySelector("canvas"));
	form.querySelector("[data-act='clear']").addEventListener("click", () => field.clear());
	form.querySelector("[data-act='code']")?.addEventListener("click", () =>
		busily(form, () => send_code(ask_server))
	);
	on_submit(form, async () => {
		await ask_server("accept", {
			version: Number(page.dataset.version),
			lines: chosen_in(page),
			typed_name: form.elements.typed_name.value,
			drawing: field.picture(),
			consent: form.elements.consent.checked ? 1 : 0,
			code: form.elements.code?.value || null,
		});
		show_decision();
	});
}

async function send_code(ask_server) {
	const sent = await ask_server("send_code");
	const said = texts.code_sent.replace("{0}", sent.sent_to).replace("{1}", sent.minutes);
	document.getElementById("q-code-said").textContent = said;
	document.getElementById("q-code").focus();
}

function hide_bar_at_form() {
	const bar = document.querySelector(".q-bar");
	const form = document.getElementById("accept");
	if (!bar || !form || !("IntersectionObserver" in window)) return;
	new IntersectionObserver(([seen]) => bar.classList.toggle("q-away", seen.isIntersecting)).observe(form);
}

function wait_for_pdf(ask_server, times) {
	if (!times) return;
	setTimeout(async () => {
		const quote = await ask_server("get_quote").catch(() => null);
		if (quote?.decision?.has_signed_pdf) location.reload();
		else wait_for_pdf(ask_server, times - 1);
	}, 3000);
}
