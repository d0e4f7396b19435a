// What the server says beside its answer. Knows neither Frappe nor the page, so that a public form can share it.

/** Return the sentences in an answer's `_server_messages`, each once; none where it has no readable ones. */
export function server_messages(answer) {
	const entries = parsed(answer?._server_messages);
	return Array.isArray(entries) ? [...new Set(entries.map(text_of).filter(Boolean))] : [];
}

// Frappe sends a list of texts, as JSON; each is either the sentence or, as JSON, an object that has it.
function text_of(entry) {
	const message = parsed(entry) ?? entry;
	return typeof message === "object" ? message?.message : String(message);
}

function parsed(json) {
	try {
		return JSON.parse(json);
	} catch {
		return null;
	}
}
