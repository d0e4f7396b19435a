import { markRaw, reactive } from "vue";
import { announcer } from "../crm_shared/announcing";
import { INBOX, query_of, read_address } from "./address";
import { create_composing, is_unsent } from "./composing";
import * as dialogs from "./dialogs";
import { listen_to_keys } from "./keyboard";
import * as service from "./services/inbox";
import * as writing from "./services/writing";

const SIGN_OF_LIFE = 5 * 60 * 1000; // the server forgets a page after fifteen minutes
const STALE = 60 * 1000; // what is shown for longer is loaded anew
const GATHERING = 1500; // news of this span are one, longer than what the server gathers
const UNDO = 8 * 1000;
const NEWS = "crm_inbox_news";
const LEAVES = { Inbox: ["Archive", "Spam"], Archive: ["Inbox", "Spam"], Spam: ["Inbox"] };

// Holds what the page shows, and does what can be done on it. Components read `state` and call the actions.
export function create_inbox() {
	const state = reactive({
		setup: null,
		view: INBOX,
		mailbox: null,
		text: "",
		rows: [],
		next_cursor: null,
		counts: [],
		is_loading: true,
		problem: null,
		chosen: new Set(),
		active: null, // name of the row that the keys act on
		thread: null,
		conversation: null,
		thread_problem: null,
		person: null,
		undo: null, // {text, act}
		is_linking: false,
		panel: null, // "mailboxes" while these are looked after
		announcement: "",
	});
	const { announce, complain } = announcer(state);
	let shown_on = 0;
	let load_number = 0;
	let thread_number = 0;

	// --- loading ---

	async function show() {
		const asked = read_address(window.location.search, frappe.route_options);
		frappe.route_options = null; // they would narrow the next list that is opened
		listen();
		const is_first = !state.setup;
		const is_other = ["view", "mailbox", "text"].some((key) => state[key] !== asked[key]);
		Object.assign(state, asked);
		if (is_first) await load_setup();
		if (is_first || is_other || Date.now() - shown_on > STALE) await load();
		if (asked.thread && (is_first || state.conversation?.thread !== asked.thread)) open(asked.thread);
		remember_address();
	}

	async function load_setup() {
		try {
			state.setup = await service.get_setup();
		} catch (refusal) {
			state.problem = refusal.message;
		}
	}

	// What is shown stays until the answer is there.
	async function load() {
		const number = ++load_number;
		state.is_loading = true;
		try {
			const page = await service.get_page(state.view, state.mailbox, state.text);
			if (number !== load_number) return;
			take(page);
			service.watch().catch(() => {});
		} catch (refusal) {
			if (number === load_number) Object.assign(state, { problem: refusal.message, rows: [] });
		} finally {
			if (number === load_number) state.is_loading = false;
		}
	}

	function take({ rows, next_cursor, counts }) {
		Object.assign(state, { rows: rows.map(markRaw), next_cursor, problem: null });
		if (counts) state.counts = counts;
		const names = new Set(rows.map(({ name }) => name));
		for (const name of [...state.chosen]) if (!names.has(name)) state.chosen.delete(name);
		if (!names.has(state.active)) state.active = row_of_thread()?.name || null;
		shown_on = Date.now();
	}

	async function load_more() {
		const number = load_number;
		state.is_loading = true;
		try {
			const page = await service.get_page(state.view, state.mailbox, state.text, state.next_cursor);
			if (number !== load_number) return;
			const known = new Set(state.rows.map(({ name }) => name));
			state.rows.push(...page.rows.filter(({ name }) => !known.has(name)).map(markRaw));
			state.next_cursor = page.next_cursor;
		} catch (refusal) {
			complain(refusal.message);
		} finally {
			if (number === load_number) state.is_loading = false;
		}
	}

	let is_listening = false;
	function listen() {
		if (is_listening) return;
		is_listening = true;
		frappe.realtime.on(NEWS, gather);
		setInterval(() => {
			if (!is_on_screen() || document.visibilityState !== "visible") return;
			service.watch().catch(() => {});
		}, SIGN_OF_LIFE);
		setInterval(() => Date.now() - shown_on > STALE && refresh(), STALE); // where no socket is
		document.addEventListener("visibilitychange", () => Date.now() - shown_on > STALE && refresh());
		listen_to_keys(keys, is_on_screen);
	}

	let gathering = null;
	function gather() {
		gathering ??= setTimeout(() => {
			gathering = null;
			refresh();
		}, GATHERING);
	}

	// Others' changes: the first page again, and the conversation, unless one is further down or searches.
	function refresh() {
		if (!is_on_screen() || document.visibilityState !== "visible" || state.is_loading || state.text)
			return;
		if (state.rows.length <= 100) load();
		if (state.thread) reload_thread();
		if (state.panel) load_setup();
	}

	const is_on_screen = () => frappe.get_route()[0] === "crm-inbox";

	function remember_address() {
		const address = `${window.location.pathname}${query_of(state)}`;
		if (is_on_screen()) window.history.replaceState(window.history.state, "", address);
	}

	// --- what is looked at ---

	function look_at(changes) {
		Object.assign(state, { rows: [], next_cursor: null, active: null, panel: null }, changes);
		state.chosen.clear();
		close();
		return load();
	}

	const choose_view = (view) => look_at({ view, text: "" });
	const choose_mailbox = (mailbox) => look_at({ mailbox });
	const search = (text) => look_at({ text: text.trim() });

	async function open(thread) {
		const number = ++thread_number;
		Object.assign(state, {
			thread,
			conversation: null,
			person: null,
			thread_problem: null,
			panel: null,
			is_linking: false,
		});
		const row = row_of_thread();
		if (row) state.active = row.name;
		remember_address();
		try {
			const conversation = await service.get_thread(thread);
			if (number !== thread_number) return;
			Object.assign(state, { conversation, thread: conversation.thread }); // a mail of it was named, perhaps
			state.active = row_of_thread()?.name || state.active;
			remember_address();
			load_person();
			mark_read(conversation);
		} catch (refusal) {
			if (number === thread_number) state.thread_problem = refusal.message;
		}
	}

	async function reload_thread() {
		const number = thread_number;
		const conversation = await service.get_thread(state.thread).catch(() => null);
		if (number === thread_number && conversation) state.conversation = conversation;
	}

	async function load_person() {
		const mail = last_mail();
		const number = thread_number;
		if (!mail) return;
		const person = await service.get_person(mail.name).catch(() => null);
		if (number === thread_number) state.person = person;
	}

	function close() {
		thread_number += 1;
		Object.assign(state, { thread: null, conversation: null, person: null, thread_problem: null });
		remember_address();
	}

	const entries_of = (conversation) => conversation.mails.flatMap(({ entries }) => entries);
	// What is another's, and shared, is read as it stands.
	const own_entries_of = (conversation) => entries_of(conversation).filter(({ can_write }) => can_write);

	async function mark_read(conversation) {
		const unread = own_entries_of(conversation).filter(({ is_read }) => !is_read);
		if (!unread.length) return;
		const changed = await service
			.mark(
				unread.map(({ name }) => name),
				true
			)
			.catch(() => null);
		if (changed) load();
	}

	const row_of_thread = () => state.rows.find(({ thread }) => thread === state.thread);

	function step(by) {
		if (!state.rows.length) return;
		const place = state.rows.findIndex(({ name }) => name === state.active);
		const next = state.rows[Math.min(Math.max(place + by, 0), state.rows.length - 1)];
		state.active = next.name;
		if (state.thread) open_row(next);
		if (state.next_cursor && !state.is_loading && state.rows.at(-1) === next) load_more();
	}

	/** Open a row: its conversation, or the draft that it is. */
	function open_row(row) {
		state.active = row.name;
		if (is_unsent(row)) return composing.edit_draft(row.mail);
		return open(row.thread);
	}

	// --- what is done about conversations ---

	/** The entries that an action is about: those chosen, else those of the open conversation, else the active row. */
	function meant() {
		if (state.chosen.size) return [...state.chosen];
		if (state.conversation) return entries_here().map(({ name }) => name);
		return state.active ? [state.active] : [];
	}

	// Of an open conversation what lies in the folder that is looked at, else whatever can be moved.
	function entries_here() {
		const entries = own_entries_of(state.conversation).filter(
			({ mailbox }) => !state.mailbox || mailbox === state.mailbox
		);
		const here = entries.filter(({ folder }) => folder === state.view);
		return here.length ? here : entries;
	}

	function choose(name, is_chosen) {
		if (is_chosen) state.chosen.add(name);
		else state.chosen.delete(name);
	}

	function choose_all(is_chosen) {
		state.chosen.clear();
		if (is_chosen) state.rows.forEach(({ name }) => state.chosen.add(name));
	}

	/** Whether anything is to be done about the open conversation: nothing where it is only shared with the user. */
	const can_change = () =>
		state.conversation ? own_entries_of(state.conversation).length > 0 : Boolean(row_of_thread());

	const can_file = (folder) =>
		Boolean(state.text) || (LEAVES[state.view] || ["Archive", "Spam"]).includes(folder);

	async function file(folder) {
		const names = meant();
		if (!names.length || !can_file(folder)) return;
		const next = next_row(names);
		const was = state.view === "Archive" || state.view === "Spam" ? state.view : INBOX;
		await act(async () => {
			const moved = await service.file(names, folder);
			if (state.thread) next ? open_row(next) : close();
			else state.active = next?.name || null;
			const text = FILED[folder](moved.length);
			offer_undo(text, () => service.put_back(moved, was));
		});
	}

	const FILED = {
		Archive: () => __("Archived."),
		Spam: () => __("Moved to spam."),
		Inbox: () => __("Moved to the inbox."),
	};

	// The row below those that go, where the keys go on.
	function next_row(names) {
		const going = new Set(names);
		const threads = new Set(state.rows.filter(({ name }) => going.has(name)).map(({ thread }) => thread));
		if (state.thread) threads.add(state.thread);
		const place = state.rows.findIndex(({ thread }) => threads.has(thread));
		const rest = state.rows.filter((row, index) => index > place && !threads.has(row.thread));
		return rest[0] || state.rows.filter(({ thread }) => !threads.has(thread)).at(-1) || null;
	}

	let undo_timer = null;
	function offer_undo(text, undo) {
		clearTimeout(undo_timer);
		announce(text);
		state.undo = {
			text,
			act: async () => {
				state.undo = null;
				await act(undo);
			},
		};
		undo_timer = setTimeout(() => (state.undo = null), UNDO);
	}

	async function mark(is_read) {
		const names = meant();
		if (!names.length) return;
		if (state.thread && !is_read) close();
		await act(() => service.mark(names, is_read));
	}

	function assign() {
		const names = meant();
		if (names.length) dialogs.ask_for_user((user) => act(() => service.assign(names, user), true));
	}

	function add_tag() {
		const names = meant();
		if (names.length) dialogs.ask_for_tag((word) => act(() => service.tag(names, word, true), true));
	}

	const remove_tag = (names, word) => act(() => service.tag(names, word, false), true);

	function ask_for_link() {
		state.is_linking = Boolean(state.conversation) && can_change();
	}

	function link({ doctype, name }) {
		state.is_linking = false;
		return act(() => service.link(state.conversation.mails.at(-1).name, doctype, name), true);
	}

	const unlink = ({ doctype, name }) =>
		act(() => service.unlink(state.conversation.mails.at(-1).name, doctype, name), true);

	let is_making = false;
	/** Make a contact, a deal or a follow-up of whom the conversation is with. */
	async function make(what) {
		if (is_making) return; // a second click makes no second deal
		is_making = true;
		await act(async () => {
			await service.make(what, person_mail());
			announce(MADE[what]);
			frappe.show_alert({ message: MADE[what], indicator: "green" }, 4);
		}, true);
		is_making = false;
	}

	const MADE = {
		contact: __("The contact is made."),
		deal: __("The deal is made."),
		follow_up: __("The follow-up is planned."),
	};
	const person_mail = () => state.conversation.mails.at(-1).name;

	function who_can_read(entry) {
		dialogs.show_who_can_read(entry, (level, is_whole) =>
			act(() => service.share(entry, level, is_whole), true)
		);
	}

	// Does it, and shows what is true then.
	async function act(work, has_thread = false) {
		try {
			await work();
			state.chosen.clear();
			await load();
			if (has_thread && state.thread) await Promise.all([reload_thread(), load_person()]);
		} catch (refusal) {
			complain(refusal.message);
		}
	}

	// --- writing ---

	function show_anew() {
		load();
		if (state.thread) reload_thread();
	}
	const composing = create_composing({
		changed: show_anew,
		left: refresh,
		complain,
		announce,
	});
	const own_mailboxes = () => state.setup.mailboxes.filter(({ is_read_by }) => is_read_by);

	async function write(to = null) {
		if (!own_mailboxes().length) return look_after_mailboxes();
		await composing.begin(() => writing.prepare_mail(state.mailbox, to), whom_with());
	}

	// What templates are about: the deal of the open conversation, else its contact.
	function whom_with() {
		const deal = state.conversation?.links.find(({ doctype }) => doctype === "CRM Sales Deal");
		const contact = state.person?.contact;
		return deal || (contact && { doctype: "CRM Contact", name: contact.name });
	}

	function answer(kind, mail = last_mail()) {
		if (mail) return composing.begin(() => writing.prepare_reply(mail.name, kind), whom_with());
	}

	// What one answers to: the last mail that was sent, whatever is being written.
	const last_mail = () => state.conversation?.mails.filter((mail) => !is_unsent(mail)).at(-1);

	// --- mailboxes ---

	function look_after_mailboxes() {
		close();
		state.panel = "mailboxes";
		load_setup();
	}

	const keys = {
		j: () => step(1),
		k: () => step(-1),
		x: () => state.active && choose(state.active, !state.chosen.has(state.active)),
		e: () => file("Archive"),
		"#": () => file("Spam"),
		u: () => mark(false),
		r: () => answer("reply"),
		a: () => answer("reply_all"),
		c: () => write(),
		s: assign,
		t: add_tag,
		l: ask_for_link,
		o: () => {
			const row = state.rows.find(({ name }) => name === state.active);
			if (row) open_row(row);
		},
		"/": () => document.querySelector(".crm-inbox-search input")?.focus(),
		"?": () => dialogs.show_keys(),
	};

	return {
		state,
		show,
		load,
		load_more,
		load_setup,
		choose_view,
		choose_mailbox,
		search,
		open_row,
		close,
		choose,
		choose_all,
		can_change,
		can_file,
		file,
		mark,
		assign,
		add_tag,
		remove_tag,
		ask_for_link,
		link,
		unlink,
		make,
		who_can_read,
		write,
		answer,
		composing,
		own_mailboxes,
		look_after_mailboxes,
		complain,
		announce,
	};
}
