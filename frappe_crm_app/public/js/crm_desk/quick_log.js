// Who logs out of the desk leaves nothing in this browser of what the quick log (/crm-go) kept for them. What was not sent yet is
// lost with it, so they are asked before.
import { name_for_readers } from "../crm_shared/dialog_names";
import { plural } from "../crm_shared/format";

const DATABASE = "crm_go";
const QUEUE = "queue";
const CACHES = "crm-go-";
const LOGOUT = /\/api\/method\/(logout|web_logout)$|[?&]cmd=(web_)?logout/;
const PATIENCE = 2000; // milliseconds after which nobody is kept from logging out by what the browser does not say

export function wipe_at_logout() {
	$(document).on("ajaxSend", (_event, _request, { url }) => LOGOUT.test(url) && wipe());
}

async function wipe() {
	window.indexedDB?.deleteDatabase(DATABASE);
	const names = window.caches ? await caches.keys() : [];
	names.filter((name) => name.startsWith(CACHES)).forEach((name) => caches.delete(name));
}

/** Have the desk ask before it logs out where something would be lost. */
export function ask_before_logout() {
	const desk = frappe.Application?.prototype;
	const log_out = desk?.logout;
	if (!log_out) return;
	desk.logout = async function () {
		const unsent = await count_unsent();
		if (!unsent || (await is_lost_gladly(unsent))) return log_out.call(this);
	};
}

/** Return how many entries wait in this browser, 0 where it does not say. */
function count_unsent() {
	const nothing = new Promise((resolve) => setTimeout(() => resolve(0), PATIENCE));
	return Promise.race([counted(), nothing]).catch(() => 0);
}

function counted() {
	return new Promise((resolve, reject) => {
		const opening = window.indexedDB.open(DATABASE);
		opening.onupgradeneeded = () => opening.transaction.abort(); // there is none: it is not made by asking
		opening.onerror = () => resolve(0);
		opening.onsuccess = () => count_in(opening.result).then(resolve, reject);
	});
}

async function count_in(database) {
	try {
		const asked = database.transaction(QUEUE).objectStore(QUEUE).count();
		return await new Promise((resolve, reject) => {
			asked.onsuccess = () => resolve(asked.result);
			asked.onerror = () => reject(asked.error);
		});
	} finally {
		database.close(); // or it could not be wiped
	}
}

function is_lost_gladly(unsent) {
	const sentence = plural(
		unsent,
		"1 entry of the quick log was not sent yet and would be lost.",
		"{0} entries of the quick log were not sent yet and would be lost."
	);
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Log Out"),
			fields: [{ fieldtype: "HTML", fieldname: "sentence", options: `<p>${sentence}</p>` }],
			primary_action_label: __("Log Out"),
			primary_action() {
				resolve(true);
				dialog.hide();
			},
			secondary_action_label: __("Stay"),
			secondary_action: () => dialog.hide(),
		});
		dialog.onhide = () => resolve(false); // after an answer, this says nothing more
		dialog.show();
		name_for_readers(dialog);
	});
}
