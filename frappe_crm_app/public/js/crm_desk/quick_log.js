// Who logs out of the desk leaves nothing in this browser of what the quick log (/crm-go) kept for them.
const DATABASE = "crm_go";
const CACHES = "crm-go-";
const LOGOUT = /\/api\/method\/(logout|web_logout)$|[?&]cmd=(web_)?logout/;

export function wipe_at_logout() {
	$(document).on("ajaxSend", (_event, _request, { url }) => LOGOUT.test(url) && wipe());
}

async function wipe() {
	window.indexedDB?.deleteDatabase(DATABASE);
	const names = window.caches ? await caches.keys() : [];
	names.filter((name) => name.startsWith(CACHES)).forEach((name) => caches.delete(name));
}
