import { computed, markRaw, reactive } from "vue";
import { ask_before_closing, is_closing, tell_of_plans } from "../crm_shared/closing";
import { Outcome } from "../crm_shared/enums";
import { address_of, is_same_filter, read_address, write_address } from "./address";
import * as ordering from "./ordering";
import { ask_for_missing_fields, can_be_asked } from "../crm_shared/missing_fields";
import * as service from "./services/board";
import { load_settings, save_settings } from "./services/settings";

const SIGN_OF_LIFE = 5 * 60 * 1000; // the server forgets a board after fifteen minutes
const STALE = 10 * 60 * 1000; // a board that was out of sight for longer is loaded anew
const GATHERING = 250; // others' moves of this span are fetched together
const MOVED = "crm_board_moved";
const MOST_NAMES = 100;

// Holds what the board shows, and does what can be done on it. Components read `state` and call the actions.
export function create_board(page) {
	const state = reactive({
		setup: null,
		pipeline: null,
		tracks: null,
		doctype: null,
		currency: null,
		can_write: false,
		can_create: false,
		sees_everyone: false,
		has_hidden: false,
		columns: [],
		filters: {},
		is_loading: true,
		problem: null,
		open_card: null,
		dragged: null,
		menu: null,
		won: null,
		returned: 0,
		announcement: "",
	});
	const moving = new Set(); // names of cards whose move the server has not answered yet
	let settings = null;
	let shown_on = 0;
	let load_number = 0;
	let starting = null;

	// --- loading ---

	async function show() {
		const address = read_address();
		frappe.route_options = null; // they would narrow the next list that is opened
		listen();
		if (!state.setup) return (starting = starting || start(address).finally(() => (starting = null)));
		const is_other = address.pipeline && address.pipeline !== state.pipeline;
		const has_filters = Object.keys(address.filters).length > 0;
		const is_filtered = has_filters && !is_same_filter(address.filters, state.filters);
		if (is_other || is_filtered) {
			Object.assign(state, { pipeline: address.pipeline || state.pipeline, filters: address.filters });
			return load();
		}
		if (address.card) state.open_card = address.card;
		remember_address();
		come_back();
	}

	// The board is as it was left; what may have been changed on the page of the open card is read anew.
	function come_back() {
		state.returned += 1;
		if (Date.now() - shown_on > STALE) return load();
		if (state.open_card) refresh_cards([state.open_card]);
	}

	async function start(address) {
		try {
			[state.setup, settings] = await Promise.all([service.get_setup(), load_settings()]);
		} catch (refusal) {
			return fail(refusal);
		}
		state.pipeline = address.pipeline || saved_pipeline() || state.setup.pipelines[0]?.name;
		const has_filters = Object.keys(address.filters).length > 0;
		state.filters = has_filters ? address.filters : saved_filters();
		state.open_card = address.card;
		await load();
	}

	const saved_pipeline = () =>
		state.setup.pipelines.find((pipeline) => pipeline.name === settings.pipeline)?.name;
	const saved_filters = () => ({ ...settings.filters?.[state.pipeline] });

	async function load() {
		const number = ++load_number;
		state.is_loading = true;
		state.problem = null;
		try {
			const board = await service.get_board(state.pipeline, state.filters);
			if (number !== load_number) return;
			take(board);
		} catch (refusal) {
			if (number === load_number) fail(refusal);
		}
	}

	function take(board) {
		const { columns, ...rest } = board;
		Object.assign(state, rest, { is_loading: false });
		state.columns = columns.map((column) => ({
			...column,
			cards: column.cards.map(markRaw),
			is_loading: false,
		}));
		shown_on = Date.now();
		page.set_title(board.pipeline_name);
		remember_address();
		service.watch(state.pipeline).catch(() => {});
	}

	function fail(refusal) {
		Object.assign(state, { is_loading: false, problem: refusal.message, columns: [] });
	}

	async function load_more(column) {
		if (column.is_loading || !column.next_cursor) return;
		column.is_loading = true;
		try {
			const cursor = column.next_cursor;
			const more = await service.get_column(state.pipeline, column.stage, cursor, state.filters);
			if (column.next_cursor !== cursor) return; // the board was loaded anew meanwhile
			const known = new Set(column.cards.map((card) => card.name));
			column.cards.push(...more.cards.filter((card) => !known.has(card.name)).map(markRaw));
			column.next_cursor = more.next_cursor;
		} catch (refusal) {
			complain(refusal.message);
		} finally {
			column.is_loading = false;
		}
	}

	// --- what is looked at ---

	function choose_pipeline(name) {
		state.pipeline = name;
		state.open_card = null;
		return filter_by({ ...frappe.model.user_settings["CRM Pipeline"]?.board?.filters?.[name] });
	}

	function filter(changes) {
		const filters = { ...state.filters, ...changes };
		for (const [name, value] of Object.entries(filters)) {
			if (value === "" || value === null || value === undefined) delete filters[name];
		}
		return filter_by(filters);
	}

	const clear_filters = () => filter_by({});

	// The address says at once what was chosen, so that it can be copied while the board is still on its way.
	function filter_by(filters) {
		state.filters = filters;
		save_settings(state.pipeline, filters);
		remember_address();
		return load();
	}

	function open(name) {
		state.open_card = name;
		remember_address();
	}

	// An answer may come after the person went on to another page, whose address is not the board's to change.
	function remember_address() {
		if (is_on_screen()) write_address(state.pipeline, state.filters, state.open_card);
	}

	const link = () => window.location.origin + address_of(state.pipeline, state.filters, state.open_card);

	// --- moving ---

	const column_of = (stage) => ordering.column_of(state.columns, stage);
	const place_of = (name) => ordering.place_of(state.columns, name);

	// Into a stage that closes a deal it moves once that is confirmed.
	async function move(name, stage) {
		const origin = place_of(name);
		const target = column_of(stage);
		if (!origin || !target || origin.column === target || moving.has(name)) return false;
		if (!is_closing(state.doctype, target)) return move_now(name, stage);
		const closing = await ask_before_closing(origin.card, target);
		return closing ? move_now(name, stage, closing) : false;
	}

	// The card moves at once. What the server says follows: totals, or the way back.
	async function move_now(name, stage, { values = null, cancelled_plans = [] } = {}) {
		const origin = place_of(name);
		const target = column_of(stage);
		if (!origin || !target || origin.column === target || moving.has(name)) return false;
		moving.add(name);
		ordering.take_out(state.columns, name);
		const arrived = { stage, stage_entered_on: frappe.datetime.now_datetime(), is_rotting: false };
		target.cards.unshift(markRaw({ ...origin.card, ...arrived }));
		try {
			const { doctype, filters } = state;
			const answer = await service.move(doctype, name, stage, values, filters, cancelled_plans);
			settle(name, answer);
			tell_of_plans(cancelled_plans, answer.cancelled_plans);
			announce(__("{0} moved to {1}", [origin.card.title, target.stage_name]));
			if (target.outcome === Outcome.WON) celebrate(target, origin.card);
			return true;
		} catch (refusal) {
			ordering.put_back(state.columns, origin);
			refused(refusal, origin.card, target, { values, cancelled_plans });
			return false;
		} finally {
			moving.delete(name);
		}
	}

	function settle(name, answer) {
		ordering.set_totals(state.columns, answer.columns);
		const place = place_of(name);
		if (place && answer.card) place.column.cards.splice(place.index, 1, markRaw(answer.card));
		if (place && !answer.card) place.column.cards.splice(place.index, 1);
	}

	async function refused(refusal, card, target, asked) {
		const { missing_fields } = refusal;
		const can_ask = missing_fields.length && (await can_be_asked(state.doctype, missing_fields));
		if (!can_ask) return complain(refusal.message);
		announce(__("{0} was not moved: {1}", [card.title, refusal.message]));
		ask_for_missing_fields(state.doctype, card, target, missing_fields, (values) =>
			move_now(card.name, target.stage, { ...asked, values: { ...asked.values, ...values } })
		);
	}

	function celebrate(column, card) {
		state.won = { stage: column.stage, title: card.title, number: Date.now() };
		frappe.show_alert(
			{ message: __("{0} is won", [frappe.utils.escape_html(card.title)]), indicator: "green" },
			4
		);
	}

	// --- what others do ---

	let told = new Set();
	let gathering = null;
	let heartbeat = null;

	function listen() {
		if (heartbeat) return;
		heartbeat = setInterval(() => {
			if (document.visibilityState === "visible" && is_on_screen()) {
				service.watch(state.pipeline).catch(() => {});
			}
		}, SIGN_OF_LIFE);
		document.addEventListener("visibilitychange", refresh_when_stale);
		frappe.realtime.on(MOVED, hear);
	}

	const is_on_screen = () => frappe.get_route()[0] === "crm-board";

	function refresh_when_stale() {
		const is_stale = Date.now() - shown_on > STALE;
		if (document.visibilityState === "visible" && is_on_screen() && is_stale) load();
	}

	function hear(message) {
		if (message.pipeline !== state.pipeline) return;
		if (message.count > message.names.length) return load();
		message.names.filter((name) => !moving.has(name)).forEach((name) => told.add(name));
		if (!told.size) return;
		clearTimeout(gathering);
		gathering = setTimeout(() => {
			const names = [...told].slice(0, MOST_NAMES);
			told = new Set();
			refresh_cards(names);
		}, GATHERING);
	}

	async function refresh_cards(names) {
		const { pipeline, filters } = state;
		let changes;
		try {
			changes = await service.get_changes(pipeline, names, filters);
		} catch {
			return;
		}
		if (pipeline !== state.pipeline || filters !== state.filters) return;
		const present = new Map(changes.cards.map((card) => [card.name, markRaw(card)]));
		for (const name of names.filter((name) => !moving.has(name))) {
			ordering.replace(state.columns, name, present.get(name));
		}
		ordering.set_totals(state.columns, changes.totals);
	}

	// --- telling ---

	function announce(text) {
		state.announcement = text;
	}

	function complain(message) {
		announce(message);
		frappe.show_alert({ message: frappe.utils.escape_html(message), indicator: "red" }, 7);
	}

	const groups = computed(() => ordering.grouped(state.columns));
	const has_filters = computed(() => Object.keys(state.filters).length > 0);
	const total = computed(() => state.columns.reduce((sum, column) => sum + column.count, 0));

	return {
		state,
		groups,
		has_filters,
		total,
		show,
		load,
		load_more,
		choose_pipeline,
		filter,
		clear_filters,
		open,
		link,
		move,
		place_of,
		column_of,
		refresh_cards,
		announce,
		complain,
	};
}
