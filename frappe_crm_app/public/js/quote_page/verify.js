// The page that verifies a PDF: its hash is reckoned here, where the browser can, so that the file stays with whoever has it.

import { on_submit, show_error } from "./forms.js";
import { call, texts } from "./services.js";

export function start(page) {
	const form = document.getElementById("crm-verify-form");
	const csrf = page.dataset.csrf;
	const file = form.elements.file;
	const look = async () => {
		const typed = form.elements.sha256.value;
		show(
			await (typed || !file.files[0]
				? call("verify", { sha256: typed }, { csrf })
				: of_file(file.files[0], csrf))
		);
	};
	on_submit(form, look);
	file.addEventListener("click", () => (file.value = "")); // the same one, changed since, is chosen anew
	file.addEventListener("change", () => {
		form.elements.sha256.value = "";
		form.querySelector(".q-drop span").textContent = file.files[0]?.name || "";
		if (file.files[0]) form.requestSubmit();
	});
	const drop = form.querySelector(".q-drop");
	["dragover", "dragleave", "drop"].forEach((name) =>
		drop.addEventListener(name, () => drop.classList.toggle("q-over", name === "dragover"))
	);
	show_error(form, "");
}

async function of_file(file, csrf) {
	if (!window.crypto?.subtle) {
		const sent = new FormData();
		sent.append("file", file);
		return call("verify", sent, { csrf });
	}
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
	const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	return call("verify", { sha256 }, { csrf });
}

function show(found) {
	const box = document.getElementById("crm-verified");
	const is_good = found.is_known && found.is_intact;
	box.className = `q-banner ${is_good ? "q-good" : found.is_known ? "q-bad" : "q-warn"}`;
	box.replaceChildren(
		element("h2", heading_of(found)),
		...lines_of(found).map((text) => element("p", text))
	);
	box.hidden = false;
}

function heading_of(found) {
	return found.is_known ? texts[found.document].replace("{0}", found.label) : texts.unknown;
}

function lines_of(found) {
	if (!found.is_known) return [texts.unknown_more];
	const accepted = found.accepted_on
		? texts.accepted.replace("{0}", found.accepted_on).replace("{1}", found.accepted_by)
		: texts.open;
	const state = !found.is_intact ? [texts.broken] : found.accepted_on ? [texts.intact] : [];
	return [texts.sent_on.replace("{0}", found.sent_on), accepted, ...state];
}

const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
