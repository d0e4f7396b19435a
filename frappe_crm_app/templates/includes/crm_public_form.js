// Sends a public form and says what came of it; without scripts the browser sends it itself.
window.crm_public_form = (form, said, { body, done, failed }) => {
	const sentence_of = (answer) => {
		try {
			const first = JSON.parse(JSON.parse(answer._server_messages)[0]);
			const text = document.createElement("div");
			text.innerHTML = new DOMParser().parseFromString(first.message, "text/html").body.textContent;
			return text.textContent || failed;
		} catch {
			return failed;
		}
	};
	const send = async (more) => {
		const { csrf_token, ...sent } = { ...body(form), ...more };
		const headers = { "Content-Type": "application/json", Accept: "application/json" };
		if (csrf_token) headers["X-Frappe-CSRF-Token"] = csrf_token;
		const buttons = form.querySelectorAll("button");
		buttons.forEach((button) => (button.disabled = true));
		said.textContent = "";
		try {
			const response = await fetch(form.action, {
				method: "POST",
				headers,
				body: JSON.stringify(sent),
			});
			const answer = await response.json();
			said.textContent = response.ok ? done(answer.message, form) : sentence_of(answer);
		} catch {
			said.textContent = failed;
		}
		buttons.forEach((button) => (button.disabled = false));
	};
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		send(event.submitter?.name ? { [event.submitter.name]: event.submitter.value } : {});
	});
};
