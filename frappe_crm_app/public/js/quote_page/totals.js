// The totals follow the optional lines that are ticked; the server reckons them.

import { call } from "./services.js";

export const chosen_in = (page) =>
	[...page.querySelectorAll(".q-optional input:checked")].map((box) => box.value);

export function follow_choice(page, { token, csrf }) {
	const box = document.getElementById("crm-quote-totals");
	let number = 0;
	page.addEventListener("change", async (event) => {
		if (!event.target.matches(".q-optional input")) return;
		event.target.closest(".q-row").classList.toggle("q-off", !event.target.checked);
		const mine = ++number;
		box.classList.add("q-busy");
		try {
			const totals = await call("choose", { token, lines: chosen_in(page) }, { csrf });
			if (mine === number) show(box, totals);
		} catch {
			event.target.checked = !event.target.checked;
			event.target.closest(".q-row").classList.toggle("q-off", !event.target.checked);
		}
		if (mine === number) box.classList.remove("q-busy");
	});
}

function show(box, totals) {
	for (const name of ["net", "gross"]) {
		document
			.querySelectorAll(`[data-total="${name}"]`)
			.forEach((each) => (each.textContent = totals[name]));
	}
	for (const name of ["taxes", "recurring"]) {
		box.querySelector(`[data-rows="${name}"]`).replaceChildren(...totals[name].map(row));
	}
}

function row({ label, amount }) {
	const line = document.createElement("div");
	for (const text of [label, amount]) {
		line.append(Object.assign(document.createElement("span"), { textContent: text }));
	}
	return line;
}
