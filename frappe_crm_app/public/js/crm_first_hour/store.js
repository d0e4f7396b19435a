import { reactive } from "vue";
import { DemoStatus } from "../crm_shared/enums";
import * as service from "./services";

const PAUSE = 1500; // milliseconds between two looks at how far the demo is
const AT_WORK = [DemoStatus.LOADING, DemoStatus.CLEARING];

// Holds how far the first hour is. Components read `state` and call the actions.
export function create_first_hour() {
	const state = reactive({
		steps: [],
		over: 0,
		is_complete: false,
		may_set_up: false,
		facts: {},
		currencies: [],
		trades: [],
		contact: "",
		open_deal: null,
		demo: { status: "", done: 0, total: 0, lines: [] },
		is_loading: true,
		problem: "",
		problem_of: "", // the step whose action was refused, or none
		announcement: "",
	});
	const announce = (sentence) => (state.announcement = sentence);

	async function show() {
		frappe.route_options = null; // they would narrow the next list that is opened
		await act("", service.get_state);
		state.is_loading = false;
	}

	/** Do what answers the state, for a step; what is refused is said beside it. Answers whether it was done. */
	async function act(step, work, sentence = "") {
		Object.assign(state, { problem: "", problem_of: "" });
		try {
			Object.assign(state, await work());
			watch_demo();
			if (sentence) announce(sentence);
			return true;
		} catch (refusal) {
			Object.assign(state, { problem: refusal.message, problem_of: step });
			return false;
		}
	}

	// --- the demo ---

	let timer = null;
	function watch_demo() {
		clearTimeout(timer);
		if (AT_WORK.includes(state.demo.status)) timer = setTimeout(look_at_demo, PAUSE);
	}

	async function look_at_demo() {
		state.demo = await service.get_demo_progress().catch(() => state.demo);
		if (AT_WORK.includes(state.demo.status)) return watch_demo();
		announce(state.demo.status === DemoStatus.FAILED ? __("The demo failed.") : __("The demo is done."));
		await act("demo", service.get_state);
	}

	const change_demo = (work) =>
		act("demo", async () => {
			return { demo: await work() };
		});

	return {
		state,
		show,
		announce,
		renew: (sentence) => act("", service.get_state, sentence),
		skip: (step, is_skipped) => act(step, () => service.skip(step, is_skipped)),
		set_currency: (currency) =>
			act(
				"currency",
				async () => {
					const changed = await service.set_currency(currency);
					frappe.boot.crm.base_currency = currency;
					return changed;
				},
				__("Totals are in {0}.", [currency])
			),
		set_company: (company) => act("company", () => service.set_company(company), __("Saved.")),
		// The desk knows since its start what somebody may do, so it starts anew.
		become_admin: () =>
			act("", async () => {
				const changed = await service.become_admin();
				window.location.reload();
				return changed;
			}),
		load_demo: () => change_demo(service.load_demo),
		clear_demo: () => change_demo(service.clear_demo),
		is_at_work: () => AT_WORK.includes(state.demo.status),
		choose_trade: (trade) =>
			act("trade", async () => {
				await service.choose_trade(trade);
				frappe.boot.crm.trade = trade;
				return service.get_state();
			}),
	};
}
