// The page of a public link says that somebody looks; everything else on it works without a script.

const page = document.getElementById("crm-document");
const token = page?.querySelector("input[name='token']").value;
if (token) {
	const headers = { Accept: "application/json", "Content-Type": "application/json" };
	if (page.dataset.csrf) headers["X-Frappe-CSRF-Token"] = page.dataset.csrf;
	fetch("/api/method/frappe_crm_app.work.documents.sharing.api.saw", {
		method: "POST",
		headers,
		body: JSON.stringify({ token }),
		keepalive: true,
	}).catch(() => {});
}
