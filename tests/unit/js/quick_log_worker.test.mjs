import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { createContext, runInContext } from "node:vm";

const SOURCE = new URL("../../../frappe_crm_app/public/js/crm_go/worker.js", import.meta.url);
const SITE = "https://crm.example";
const AWAY = { type: "opaqueredirect", status: 0, ok: false };
const REFUSED = { type: "basic", status: 403, ok: false };
const ICON = "/assets/frappe_crm_app/images/crm-desk.svg";
const SCRIPT = "/assets/frappe_crm_app/dist/js/crm_go.bundle.ABCDEFGH.js";

/** Run the worker; return `{ask, wiped}`: `ask(path, answer, mode)` has it fetch a path that the net answers so, `null` for no net. */
async function started(kept = {}) {
	const listeners = {};
	const wiped = [];
	let answer = null;
	const cache = { match: async (path) => kept[path], keys: async () => [] };
	runInContext(
		await readFile(SOURCE, "utf8"),
		createContext({
			URL,
			setTimeout: (call, milliseconds) => setTimeout(call, milliseconds).unref(),
			self: {
				location: new URL(`${SITE}/crm-go/sw.js`),
				addEventListener: (name, listener) => (listeners[name] = listener),
			},
			fetch: async () => {
				if (!answer) throw new TypeError("no net");
				return answer;
			},
			caches: { open: async () => cache, keys: async () => ["crm-go-1"], delete: async () => true },
			indexedDB: { deleteDatabase: (name) => wiped.push(name) },
		})
	);
	async function ask(path, given, mode = "navigate") {
		let answered = null;
		answer = given;
		const request = { method: "GET", url: SITE + path, mode };
		const waitUntil = (work) => work.catch(() => null);
		listeners.fetch({ request, waitUntil, respondWith: (promise) => (answered = promise) });
		return answered;
	}
	return { ask, wiped };
}

test("a page that leads elsewhere, or is refused, ends what is kept", async () => {
	for (const answer of [AWAY, REFUSED]) {
		const { ask, wiped } = await started();
		assert.equal(await ask("/crm-go", answer), answer);
		assert.deepEqual(wiped, ["crm_go"]);
	}
});

test("a proxy that takes the slash away from behind the address ends nothing", async () => {
	const { ask, wiped } = await started();
	assert.equal(await ask("/crm-go/", AWAY), AWAY);
	assert.deepEqual(wiped, []);
});

test("without a net, or a server that works, the page is the one that is kept", async () => {
	const { ask, wiped } = await started({ "/crm-go": "kept" });
	assert.equal(await ask("/crm-go", null), "kept");
	assert.equal(await ask("/crm-go/", { type: "basic", status: 502, ok: false }), "kept");
	assert.deepEqual(wiped, []);
});

test("what names its version is answered as it is kept, and what does not is asked for", async () => {
	const { ask } = await started({
		[SCRIPT]: "kept",
		[ICON]: "kept",
		"/crm-go/manifest.webmanifest": "kept",
	});
	const fresh = { type: "basic", status: 200, ok: true };
	assert.equal(await ask(SCRIPT, fresh, "no-cors"), "kept");
	for (const path of [ICON, "/crm-go/manifest.webmanifest"]) {
		assert.equal(await ask(path, fresh, "no-cors"), fresh);
		assert.equal(await ask(path, null, "no-cors"), "kept");
	}
});

test("of other paths the worker answers nothing", async () => {
	const { ask } = await started();
	for (const path of ["/app/crm-today", "/api/method/logout", "/crm-go/other"])
		assert.equal(await ask(path, AWAY), null);
});
