// The page of a public link says that somebody looks, and shows the file then; everything else on it works without a script.
import { post } from "../public_page/calls.js";

const SAW = "/api/method/frappe_crm_app.work.documents.sharing.api.saw";

const page = document.getElementById("crm-document");
if (page) start(page);

async function start(page) {
	const token = new URLSearchParams(location.search).get("t");
	try {
		await post(SAW, { token }, { csrf: page.dataset.csrf, keepalive: true });
	} catch {
		return; // the file can still be saved
	}
	const preview = page.querySelector("template")?.content;
	if (preview && can_show(preview)) page.append(preview);
}

// Phones have no viewer of PDFs in a page.
const can_show = (preview) => !preview.querySelector("iframe") || navigator.pdfViewerEnabled !== false;
