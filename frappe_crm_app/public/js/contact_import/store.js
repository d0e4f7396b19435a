// The state of one import, from the choice of a file to its undoing.

import { reactive } from "vue";
import { ImportMode, ImportStatus, SharedEmails, ShownRows } from "../crm_shared/enums";
import { getState, processFile, startImport, undoImport, uploadFile } from "./services";

export const AT_WORK = [ImportStatus.QUEUED, ImportStatus.RUNNING, ImportStatus.UNDOING];
const OF_CONSENT = ["has_consented", "consent_wording", "mailing_list"];
const NOT_PREVIEWED = ["source", "tag", "send_to_respondio", ...OF_CONSENT]; // options that change nothing of what is shown
const READING = ["encoding", "sheet", "header_row"]; // with another one of these the file has other headings
const REPEATABLE = ["further_email", "further_phone"]; // fields that several columns may fill
const POLL = 2000; // milliseconds, where the live connection is slow or missing

export const newStore = () =>
	reactive({
		fileName: "",
		fileUrl: "",
		attempts: 0,
		isBusy: false,
		problem: "",
		preview: null,
		mapping: {},
		page: { show: ShownRows.ALL, start: 0 },
		options: {
			mode: ImportMode.BOTH,
			source: "",
			contact_owner: "",
			tag: "",
			create_prospects: 0,
			send_to_respondio: 0,
			...asFound(),
			shared_emails: SharedEmails.LEFT_OUT,
			overwrite: 0,
			lower_status: 0,
			one_name: 0,
			leave_bad_phones: 0,
			phone_country: "",
			has_consented: 0,
			consent_wording: "",
			mailing_list: "",
		},
		state: null,
	});

// How a file is read where nobody has chosen it.
const asFound = () => ({ encoding: "", sheet: "", header_row: 0 });

export const isAtWork = (store) => AT_WORK.includes(store.state?.status);

// Run a step; what it refuses with is shown as a sentence on the page, not as a dialog. Steps may overtake each other: only the
// last one that was begun says how the page is, and `step` is told by a function whether it still is that one.
async function attempt(store, step) {
	const number = ++store.attempts;
	const isLast = () => number === store.attempts;
	store.isBusy = true;
	store.problem = "";
	try {
		return await step(isLast);
	} catch (refusal) {
		if (isLast()) store.problem = refusal.message;
	} finally {
		if (isLast()) store.isBusy = false;
	}
}

export const chooseFile = (store, file) =>
	attempt(store, async (isLast) => {
		Object.assign(store, { preview: null, mapping: {}, fileName: file.name });
		Object.assign(store.options, asFound());
		turnTo(store, ShownRows.ALL, 0);
		const fileUrl = await uploadFile(file);
		if (!isLast()) return;
		store.fileUrl = fileUrl;
		await process(store, isLast);
	});

export const refresh = (store) => attempt(store, (isLast) => process(store, isLast));

async function process(store, isLast) {
	const preview = await processFile(store.fileUrl, store.mapping, store.options, store.page);
	if (isLast()) Object.assign(store, { preview, mapping: preview.mapping });
}

// Take choices of the person, `{fieldname: value}`, and look again at what would happen where it depends on them.
export function chooseOptions(store, choices) {
	Object.assign(store.options, choices);
	// Only prospects can be sent, so without them nothing stays ticked that is not seen.
	if (!store.options.create_prospects) store.options.send_to_respondio = 0;
	if (READING.some((fieldname) => fieldname in choices)) store.mapping = {};
	if (Object.keys(choices).every((fieldname) => NOT_PREVIEWED.includes(fieldname))) return;
	store.page.start = 0;
	return refresh(store);
}

const turnTo = (store, show, start) => Object.assign(store.page, { show, start });

// Show other rows of the preview: those of a filter, from the one at `start`.
export function showRows(store, show, start = 0) {
	turnTo(store, show, start);
	return refresh(store);
}

// Give a field to a column, and take it from the column that had it, unless several may have it.
export function mapColumn(store, header, fieldname) {
	for (const other of Object.keys(store.mapping)) {
		const isTaken = fieldname && store.mapping[other] === fieldname;
		if (isTaken && !REPEATABLE.includes(fieldname)) store.mapping[other] = "";
	}
	store.mapping[header] = fieldname;
	store.page.start = 0;
	return refresh(store);
}

export const start = (store) =>
	attempt(store, async () => {
		const name = await startImport(store.fileUrl, store.mapping, store.options);
		await load(store, name);
	});

export const undo = (store) =>
	attempt(store, async () => {
		await undoImport(store.state.name);
		await load(store, store.state.name);
	});

export const show = (store, name) => attempt(store, () => load(store, name));

async function load(store, name) {
	store.state = await getState(name);
}

// What is not answered now is asked for again soon.
const lookAgain = (store) => load(store, store.state.name).catch(() => {});

// Follow an import until the answer is called: by the live connection, and by asking now and then.
export function follow(store) {
	const hear = async (state) => {
		if (state.name !== store.state?.name) return;
		store.state = { ...store.state, ...state };
		if (!isAtWork(store)) await show(store, state.name);
	};
	frappe.realtime.on("crm_contact_import", hear);
	const timer = setInterval(() => isAtWork(store) && lookAgain(store), POLL);
	return () => {
		frappe.realtime.off("crm_contact_import", hear);
		clearInterval(timer);
	};
}
