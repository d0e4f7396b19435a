import { reactive } from "vue";
import { number, plural } from "../crm_shared/format";
import { name_in, route } from "./address";
import * as service from "./services";

const TYPED = 250; // milliseconds after the last letter
const SHOWN_WHEN_DONE = 4000;
const MOST_AT_ONCE = 3; // files that go up together

// Holds the list, the document that is open, and what goes up. Components read `state` and call the actions.
export function create_library() {
	const state = reactive({
		rows: [],
		folders: [],
		kinds: [],
		has_more: false,
		may_add: false,
		is_loading: true,
		problem: null,
		asked: { folder: "", kind: "", tag: "", text: "", is_mine: 0 },
		open: null, // a name
		page: null,
		refusal: null,
		uploads: [],
		announcement: "",
	});
	const announce = (sentence) => (state.announcement = sentence);

	async function show() {
		frappe.route_options = null; // they would narrow the next list that is opened
		const name = name_in(window.location.pathname);
		await Promise.all([load(), name === state.open && state.page ? null : look(name)]);
	}

	// --- the list ---

	let number_of_loads = 0;
	async function load() {
		const number = ++number_of_loads;
		try {
			const answer = await service.get_library(state.asked);
			if (number !== number_of_loads) return;
			take(answer, answer.documents);
		} catch (refusal) {
			if (number === number_of_loads) state.problem = refusal.message;
		} finally {
			state.is_loading = false;
		}
	}

	async function load_more() {
		const answer = await service.get_library({ ...state.asked, start: state.rows.length });
		const known = new Set(state.rows.map(({ name }) => name));
		take(answer, [...state.rows, ...answer.documents.filter(({ name }) => !known.has(name))]);
	}

	function take({ folders, kinds, has_more, may_add }, rows) {
		Object.assign(state, { rows, folders, kinds, has_more, may_add, problem: null });
	}

	let timer = null;
	function ask(values) {
		Object.assign(state.asked, values);
		clearTimeout(timer);
		timer = setTimeout(load, "text" in values ? TYPED : 0);
	}

	// --- one document ---

	async function look(name) {
		Object.assign(state, { open: name, page: null, refusal: null });
		if (!name) return;
		try {
			const page = await service.get_document(name);
			if (state.open === name) state.page = page;
		} catch (refusal) {
			if (state.open === name) state.refusal = refusal.message;
		}
	}

	async function renew() {
		const name = state.open;
		const [page] = await Promise.all([name && service.get_document(name), load()]);
		if (name && state.open === name) state.page = page;
	}

	/** Do something with the open document and show what came of it; what is refused is said beside it. */
	async function act(work, sentence) {
		state.refusal = null;
		try {
			const answer = await work();
			await renew();
			if (sentence) announce(sentence);
			return answer;
		} catch (refusal) {
			state.refusal = refusal.message;
			return null;
		}
	}

	// --- files that go up ---

	let next_upload = 1;
	function queue(files, send) {
		const added = [...files].map((file) =>
			reactive({
				key: next_upload++,
				name: file.name,
				progress: 0,
				problem: null,
				is_done: false,
				file,
				send,
			})
		);
		state.uploads = [...state.uploads.filter(({ is_done }) => !is_done), ...added];
		return work_off(added);
	}

	async function work_off(added) {
		const waiting = [...added];
		const take_next = async () => {
			for (let upload = waiting.shift(); upload; upload = waiting.shift()) await send_one(upload);
		};
		await Promise.all(Array.from({ length: MOST_AT_ONCE }, take_next));
		await renew();
		setTimeout(forget_done, SHOWN_WHEN_DONE);
		const failed = added.filter(({ problem }) => problem).length;
		announce(
			failed
				? plural(
						added.length,
						"The file was not taken.",
						"{1} of {0} files were not taken.",
						number(failed)
					)
				: plural(added.length, "1 file is there.", "{0} files are there.")
		);
	}

	async function send_one(upload) {
		try {
			await upload.send(upload.file, (percent) => (upload.progress = percent));
			Object.assign(upload, { progress: 100, is_done: true });
		} catch (refusal) {
			upload.problem = refusal.message;
		}
	}

	const add = (files) => {
		const { folder, kind } = state.asked;
		return queue(files, (file, progressed) => service.upload(file, { folder, kind }, progressed));
	};
	const add_version = (file, comment) => {
		const name = state.open;
		return queue([file], (each, progressed) =>
			service.add_version(name, each, { comment, check_in: 1 }, progressed)
		);
	};
	const forget_done = () => (state.uploads = state.uploads.filter(({ is_done }) => !is_done));
	const forget_upload = (key) => (state.uploads = state.uploads.filter((upload) => upload.key !== key));

	return {
		state,
		show,
		load_more,
		ask,
		route,
		act,
		renew,
		add,
		add_version,
		forget_upload,
		announce,
		load,
	};
}
