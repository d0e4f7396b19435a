// The page of an invitation: one answer, which may be another one later.

import { busily, caller, on_submit } from "./services.js";

export function start(page) {
	const call = caller(page);
	const form = page.querySelector(".e-answers");
	if (!form) return;
	on_submit(form, () =>
		busily(form, async () => {
			const answer = form.elements.answer.value;
			return (await call("invitations.api.answer", { answer })).sentence;
		})
	);
}
