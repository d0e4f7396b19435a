// What the phone keeps, in IndexedDB: whose it is, the rows of the day, records that were opened, and what is to be sent.

const NAME = "crm_go";
const VERSION = 1;
export const FACTS = "facts";
export const ROWS = "rows";
export const OPENED = "opened";
export const QUEUE = "queue";
const KEYS = { [FACTS]: "key", [ROWS]: "name", [OPENED]: "id", [QUEUE]: "key" };
const CACHES = "crm-go-";
const MOST_OPENED = 200;

let opening = null;
let is_over = false;

/** Return everything in a store. */
export function all(store) {
	return ask(store, "readonly", (table) => table.getAll());
}

export async function fact(key) {
	return (await ask(FACTS, "readonly", (table) => table.get(key)))?.value;
}

export function put_fact(key, value) {
	return put(FACTS, { key, value });
}

export function put(store, record) {
	return ask(store, "readwrite", (table) => table.put(record));
}

/** Store a record anew where it is still there; another tab may have been done with it meanwhile. */
export function renew(store, key, record) {
	return ask(store, "readwrite", (table) => {
		table.getKey(key).onsuccess = ({ target }) => target.result !== undefined && table.put(record);
	});
}

export function remove(store, key) {
	return ask(store, "readwrite", (table) => table.delete(key));
}

/** Have a store hold these records and no others. */
export function replace(store, records) {
	return ask(store, "readwrite", (table) => {
		table.clear();
		records.forEach((record) => table.put(record));
	});
}

/** Keep a record that was opened, and forget those that were opened longest ago. */
export async function put_opened(record) {
	await put(OPENED, record);
	const records = (await all(OPENED)).sort((one, other) => other.opened_on - one.opened_on);
	await Promise.all(records.slice(MOST_OPENED).map((old) => remove(OPENED, old.id)));
}

/** Forget all data; the page itself is still kept. */
export function empty() {
	return Promise.all(Object.keys(KEYS).map((store) => replace(store, [])));
}

/** Forget everything, and keep nothing any more: an answer that is still to come is for somebody who has left. */
export function wipe_for_good() {
	const wiping = wipe();
	is_over = true;
	return wiping;
}

/** Forget everything, the page itself included. */
export async function wipe() {
	await empty().catch(() => null);
	const database = await opening?.catch(() => null);
	database?.close();
	opening = null;
	const is_gone = asked(indexedDB.deleteDatabase(NAME)).catch(() => null);
	const names = window.caches ? await caches.keys() : [];
	const ours = names.filter((name) => name.startsWith(CACHES));
	await Promise.all([is_gone, ...ours.map((name) => caches.delete(name))]);
}

async function ask(store, mode, work) {
	if (is_over) throw new Error("Nothing is kept any more.");
	const database = await (opening ||= open());
	const transaction = database.transaction(store, mode);
	const request = work(transaction.objectStore(store));
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve(request?.result);
		transaction.onerror = transaction.onabort = () => reject(transaction.error);
	});
}

async function open() {
	const request = indexedDB.open(NAME, VERSION);
	request.onupgradeneeded = () => {
		for (const [store, keyPath] of Object.entries(KEYS))
			request.result.createObjectStore(store, { keyPath });
	};
	const database = await asked(request);
	database.onversionchange = database.onclose = () => {
		database.close(); // another tab, or the worker, wipes
		opening = null;
	};
	return database;
}

function asked(request) {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = request.onblocked = () => reject(request.error);
	});
}
