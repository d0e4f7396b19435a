// The state of one import, from the choice of a file to its undoing.

import { reactive } from "vue";
import { getState, processFile, startImport, undoImport, uploadFile } from "./services";

const AT_WORK = ["Queued", "Running", "Undoing"];
const POLL = 2000; // milliseconds, where the live connection is slow or missing

export const newStore = () =>
	reactive({
		fileName: "",
		fileUrl: "",
		isBusy: false,
		problem: "",
		preview: null,
		mapping: {},
		options: {
			mode: "Create and Update",
			source: "",
			contact_owner: "",
			tag: "",
			create_prospects: 0,
			send_to_respondio: 0,
		},
		state: null,
	});

export const isAtWork = (store) => AT_WORK.includes(store.state?.status);

// Run a step; what it refuses with is shown as a sentence on the page, not as a dialog.
async function attempt(store, step) {
	store.isBusy = true;
	store.problem = "";
	try {
		return await step();
	} catch (error) {
		store.problem = sentenceOf(error);
	} finally {
		store.isBusy = false;
	}
}

function sentenceOf(error) {
	frappe.hide_msgprint?.(true);
	const messages = JSON.parse(error?.responseJSON?._server_messages || "[]");
	const text = messages.length ? JSON.parse(messages.at(-1)).message : error?.message;
	return frappe.utils.html2text?.(text || "") || text || __("The server could not be reached.");
}

export const chooseFile = (store, file) =>
	attempt(store, async () => {
		Object.assign(store, { preview: null, mapping: {}, fileName: file.name });
		store.fileUrl = await uploadFile(file);
		await process(store);
	});

export const refresh = (store) => attempt(store, () => process(store));

async function process(store) {
	store.preview = await processFile(store.fileUrl, store.mapping, store.options);
	store.mapping = store.preview.mapping;
}

// Give a field to a column, and take it from the column that had it.
export function mapColumn(store, header, fieldname) {
	for (const other of Object.keys(store.mapping)) {
		if (fieldname && store.mapping[other] === fieldname) store.mapping[other] = "";
	}
	store.mapping[header] = fieldname;
	return refresh(store);
}

export const start = (store) =>
	attempt(store, async () => {
		const name = await startImport(store.fileUrl, store.mapping, store.options);
		await show(store, name);
	});

export const undo = (store) =>
	attempt(store, async () => {
		await undoImport(store.state.name);
		await show(store, store.state.name);
	});

export async function show(store, name) {
	store.state = await getState(name);
}

// Follow an import until the answer is called: by the live connection, and by asking now and then.
export function follow(store) {
	const hear = async (state) => {
		if (state.name !== store.state?.name) return;
		store.state = { ...store.state, ...state };
		if (!isAtWork(store)) await show(store, state.name);
	};
	frappe.realtime.on("crm_contact_import", hear);
	const timer = setInterval(() => isAtWork(store) && show(store, store.state.name), POLL);
	return () => {
		frappe.realtime.off("crm_contact_import", hear);
		clearInterval(timer);
	};
}
