import { computed, reactive } from "vue";
import { announcer } from "../crm_shared/announcing";
import { CampaignStatus } from "../crm_shared/enums";
import { asking_before_leaving } from "../crm_shared/unsaved";
import { read_address } from "./address";
import { beginning_of } from "./beginning";
import { draft_of, stored_of } from "./draft";
import * as service from "./services/campaigns";

const SAVE_AFTER = 800; // milliseconds after the last change
const LOOK_AGAIN = { [CampaignStatus.RUNNING]: 3000, [CampaignStatus.SCHEDULED]: 15_000 };
const NOTHING = {
	draft: null,
	stored: null,
	results: null,
	explained: null,
	explains: false,
	refusal: null,
	refused: "", // what: "save" or "act"
	kept: "",
};

// Holds the list of campaigns and the one that is open. Components read `state` and call the actions.
export function create_campaigns() {
	const state = reactive({
		rows: [],
		has_more: false,
		is_loading_rest: false,
		is_loading: true,
		problem: null,
		open: null,
		step: null,
		choices: null, // {fields, senders, audiences}
		...NOTHING,
		is_saving: false,
		is_acting: false,
		announcement: "",
	});
	const { announce } = announcer(state);
	let has_shown = false;
	const can_write = frappe.model.can_write("CRM Campaign");
	const is_draft = computed(() => state.stored?.status === CampaignStatus.DRAFT);
	const written = computed(() => (state.draft ? JSON.stringify(stored_of(state.draft)) : ""));
	const is_dirty = computed(() => Boolean(state.draft) && written.value !== state.kept);

	// --- the page ---

	async function show() {
		listen();
		frappe.route_options = null; // they would narrow the next list that is opened
		const asked = read_address(window.location.pathname);
		if (state.open && asked.name !== state.open) await save();
		state.step = asked.step;
		if (asked.name !== state.open || !has_shown) await open(asked.name);
		has_shown = true;
		look_again();
	}

	const listen = asking_before_leaving(() => is_dirty.value);

	const route = (...parts) => frappe.set_route("crm-campaigns", ...parts.filter(Boolean));
	const go = (step) => route(state.open, step);

	async function load() {
		state.is_loading = !state.rows.length;
		try {
			const { rows, has_more } = await service.get_campaigns(0);
			Object.assign(state, { rows, has_more, problem: null });
		} catch (refusal) {
			state.problem = refusal.message;
		} finally {
			state.is_loading = false;
		}
	}

	async function load_more() {
		const { rows, has_more } = await service.get_campaigns(state.rows.length);
		const known = new Set(state.rows.map(({ name }) => name));
		state.rows = [...state.rows, ...rows.filter(({ name }) => !known.has(name))];
		state.has_more = has_more;
	}

	/** Load what is not here yet: a search or a choice is one over all campaigns. */
	async function load_rest() {
		if (state.is_loading_rest) return;
		state.is_loading_rest = true;
		try {
			for (let known = -1; state.has_more && state.rows.length > known;) {
				known = state.rows.length;
				await load_more();
			}
		} catch (refusal) {
			announce(refusal.message);
		} finally {
			state.is_loading_rest = false;
		}
	}

	// The newest anew, without those that were loaded after them going away.
	async function renew() {
		const { rows } = await service.get_campaigns(0).catch(() => ({ rows: [] }));
		const found = new Map(rows.map((row) => [row.name, row]));
		const known = new Set(state.rows.map(({ name }) => name));
		const begun = rows.filter(({ name }) => !known.has(name));
		state.rows = [...begun, ...state.rows.map((row) => found.get(row.name) || row)];
	}

	// --- the open campaign ---

	async function open(name) {
		Object.assign(state, NOTHING, { open: name });
		if (!name) return load();
		try {
			const [answer] = await Promise.all([service.get_campaign(name), learn()]);
			if (state.open !== name) return;
			take(answer);
			explain();
		} catch (refusal) {
			state.refusal = refusal.message;
		}
	}

	async function learn() {
		if (state.choices) return;
		const [choices, audiences] = await Promise.all([service.get_choices(), service.get_audiences()]);
		state.choices = { ...choices, audiences };
	}

	/** Ask again which segments and lists there are, and whom they mean: they may have been changed elsewhere. */
	async function learn_audiences() {
		state.choices.audiences = await service.get_audiences().catch(() => state.choices.audiences);
		if (is_draft.value) explain();
	}

	function take({ campaign, ...results }) {
		const was_dirty = is_dirty.value;
		state.stored = campaign;
		state.results = results;
		if (was_dirty) return;
		if (state.draft) Object.assign(state.draft, draft_of(campaign));
		else state.draft = draft_of(campaign);
		state.kept = written.value;
	}

	async function refresh() {
		const name = state.open;
		if (!name) return renew();
		const before = state.stored?.status;
		const answer = await service.get_campaign(name).catch(() => null);
		if (!answer || state.open !== name || is_saving()) return;
		take(answer);
		if (answer.campaign.status !== before) tell_status(answer.campaign);
	}

	function tell_status({ campaign_name, status }) {
		announce(__("{0}: {1}", [campaign_name, __(status)]));
		explain();
	}

	let timer_of_looks = null;
	function look_again() {
		clearTimeout(timer_of_looks);
		const is_shown = frappe.get_route()[0] === "crm-campaigns";
		const running = state.rows.some(({ status }) => status === CampaignStatus.RUNNING);
		const pause = state.open ? LOOK_AGAIN[state.stored?.status] : running && 5000;
		if (!is_shown) return; // `show` begins anew
		timer_of_looks = setTimeout(async () => {
			if (pause && !document.hidden) await refresh();
			look_again();
		}, pause || 3000);
	}

	let explanation = 0;
	async function explain() {
		const number = ++explanation;
		const name = state.open;
		state.explains = true;
		try {
			const explained = await service.explain_audience(name);
			if (number === explanation && state.open === name) state.explained = explained;
		} catch (refusal) {
			if (number === explanation) state.refusal = refusal.message;
		} finally {
			if (number === explanation) state.explains = false;
		}
	}

	// --- keeping: a draft is kept by itself while it is written ---

	let timer_of_save = null;
	let saving = null;
	const is_saving = () => Boolean(saving);

	function save_soon() {
		clearTimeout(timer_of_save);
		if (is_dirty.value) timer_of_save = setTimeout(save, SAVE_AFTER);
	}

	/** Keep what was changed; answers whether everything is kept. */
	async function save() {
		clearTimeout(timer_of_save);
		while (saving) await saving;
		if (!is_dirty.value || !can_write) return !is_dirty.value;
		saving = keep();
		const is_kept = await saving;
		saving = null;
		return is_kept;
	}

	async function keep() {
		const { open: name } = state;
		const text = written.value;
		const before = state.kept ? JSON.parse(state.kept) : {};
		const given = JSON.parse(text);
		state.is_saving = true;
		try {
			const stored = await service.save(name, {
				...changed(before, given),
				modified: state.stored.modified,
			});
			if (state.open !== name) return true;
			state.stored = { ...state.stored, ...stored };
			Object.assign(state, { kept: text, refusal: null });
			if (changes_people(before, given)) explain();
			return true;
		} catch (refusal) {
			if (state.open === name) Object.assign(state, { refusal: refusal.message, refused: "save" });
			announce(refusal.message);
			return false;
		} finally {
			state.is_saving = false;
		}
	}

	const differs = (before, given, name) => JSON.stringify(before[name]) !== JSON.stringify(given[name]);
	const changed = (before, given) =>
		Object.fromEntries(Object.entries(given).filter(([name]) => differs(before, given, name)));
	const changes_people = (before, given) =>
		["audience", "follows", "follows_who"].some((name) => differs(before, given, name));

	// --- what is done with a campaign as a whole ---

	/** Keep what was changed, do it, and show what became of the campaign; answers whether it was done. */
	async function act(call) {
		if (state.is_acting || !(await save())) return false;
		Object.assign(state, { is_acting: true, refusal: null });
		try {
			await call(state.open);
			await refresh();
			look_again();
			return true;
		} catch (refusal) {
			Object.assign(state, { refusal: refusal.message, refused: "act" });
			announce(refusal.message);
			return false;
		} finally {
			state.is_acting = false;
		}
	}

	/** Make a campaign and open it; raises the refusal. */
	async function make({ template, ...values }) {
		const { name } = await service.insert({
			...(await beginning_of(values.channel, template)),
			...values,
		});
		route(name);
	}

	return {
		state, is_draft, is_dirty, written, can_write, show, route, go, load, load_more, load_rest, learn_audiences, explain, save, save_soon, act,
		make, announce,
	}; // prettier-ignore
}
