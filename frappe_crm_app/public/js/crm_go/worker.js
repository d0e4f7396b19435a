// The service worker of /crm-go, and of nothing else: it keeps the page, its script and its style for where there is no net.
// Data of the CRM it never keeps: the page does, in IndexedDB, and both are wiped when the session is over.
const PAGE = "/crm-go";
const PREFIX = "crm-go";
const CACHE = `${PREFIX}-1`;
const DATABASE = "crm_go";
const PATIENCE = 4000; // milliseconds after which a net that does not answer counts as none
const ASSET =
	/\/assets\/frappe_crm_app\/(dist\/(js|css|css-rtl)\/crm_go\.bundle\.[^"'\s]+|images\/crm-desk\.svg)/g;
const MANIFEST = `${PAGE}/manifest.webmanifest`;

self.addEventListener("install", (event) => {
	event.waitUntil(keep_page().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
	event.waitUntil(forget_others().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== "GET" || url.origin !== self.location.origin) return;
	if (request.mode === "navigate" && url.pathname.replace(/\/$/, "") === PAGE) {
		event.respondWith(answer_page(event));
	} else if (url.pathname === MANIFEST || new RegExp(ASSET.source).test(url.pathname)) {
		event.respondWith(answer_asset(request));
	}
});

/** Answer with the page from the net, else with the one that is kept; an answer that is no page ends all that is kept. */
async function answer_page(event) {
	const asked = fetch(event.request);
	const answer = await Promise.race([asked.catch(() => null), wait(PATIENCE)]);
	if (!answer || answer.status >= 500) return (await kept(PAGE)) || asked;
	if (is_page(answer)) event.waitUntil(keep(answer.clone()).catch(() => null));
	else if (is_refusal(answer, new URL(event.request.url).pathname)) event.waitUntil(wipe());
	return answer;
}

/** Answer with what is kept, if it is of this version for sure: icon and manifest have none in their names. */
async function answer_asset(request) {
	const { pathname } = new URL(request.url);
	if (!pathname.includes("/dist/")) return fetch(request).catch(() => kept(pathname));
	return (await kept(pathname)) || fetch(request);
}

async function keep_page() {
	const answer = await fetch(PAGE, { credentials: "same-origin", cache: "no-store" });
	if (is_page(answer)) await keep(answer);
}

/** Keep a page with what it needs, all or nothing. */
async function keep(page) {
	const html = await page.clone().text();
	const needed = [...new Set([...html.matchAll(ASSET)].map((found) => found[0]))].concat(MANIFEST);
	const cache = await caches.open(CACHE);
	const missing = [];
	for (const path of needed) if (!(await cache.match(path))) missing.push(path);
	await cache.addAll(missing);
	await cache.put(PAGE, page);
	for (const request of await cache.keys()) {
		const { pathname } = new URL(request.url);
		if (pathname !== PAGE && !needed.includes(pathname)) await cache.delete(request);
	}
}

async function kept(path) {
	return (await caches.open(CACHE)).match(path);
}

/** Whether an answer is the page, and not one to which it led. */
function is_page(answer) {
	return answer.ok && !answer.redirected && answer.type === "basic";
}

/** Whether an answer says that the session is over: the page leads elsewhere (with a slash behind it, to itself), or is refused. */
function is_refusal(answer, path) {
	if (answer.type === "opaqueredirect" || answer.redirected) return path === PAGE;
	return [401, 403].includes(answer.status);
}

async function wipe() {
	indexedDB.deleteDatabase(DATABASE);
	await forget();
}

async function forget_others() {
	await forget((name) => name !== CACHE);
}

async function forget(is_meant = () => true) {
	const names = await caches.keys();
	const ours = names.filter((name) => name.startsWith(`${PREFIX}-`) && is_meant(name));
	await Promise.all(ours.map((name) => caches.delete(name)));
}

function wait(milliseconds) {
	return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}
