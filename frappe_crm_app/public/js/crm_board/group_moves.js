// What is done with all selected cards at once: moved, given to somebody, tagged. Each keeps its rules; what is refused is told in a sentence.
import { askedValues, cancelsPlans, moveFields } from "../bulk_edit/move_dialog";
import { is_closing } from "../crm_shared/closing";
import { know_choices } from "../crm_shared/link_choice";
import * as counts from "./counts";
import { reasons_of, selected_cards } from "./selection";
import * as bulk from "./services/bulk";
import * as service from "./services/board";

const MOST_REASONS = 2;
const REASON = "lost_reason";

export function create_group_moves({ state, refresh_cards, announce, complain, moving, undoing }) {
	const chosen = () => selected_cards(state.columns, state.selected);

	async function move_selected(target) {
		const cards = chosen().filter((card) => card.stage !== target?.stage && !moving.has(card.name));
		if (!target || !cards.length) return false;
		try {
			const asked = await ask_for_move(target, cards);
			return asked ? await move_all(target, cards, asked) : false;
		} catch (refusal) {
			complain(refusal.message);
			return false;
		}
	}

	// What the stage asks for is asked once, for all; where it asks for nothing, so does the board.
	async function ask_for_move(target, cards) {
		const stages = (await bulk.get_stages(state.doctype)).filter(({ stage }) => stage === target.stage);
		if (!stages[0]?.fields.length && !is_closing(state.doctype, target)) return {};
		await new Promise((resolve) => frappe.model.with_doctype(state.doctype, resolve));
		return new Promise((resolve) => show_dialog(target, cards, stages, resolve));
	}

	function show_dialog(target, cards, stages, answer) {
		const [, ...fields] = moveFields(state.doctype, stages);
		const stage_name = frappe.utils.escape_html(target.stage_name); // a dialog's title is HTML
		const dialog = new frappe.ui.Dialog({
			title: counts.move_to(cards.length, stage_name),
			fields: fields.filter((field) => field.is_asked || is_closing(state.doctype, target)).map(shown),
			primary_action_label: __("Move"),
			primary_action: (typed) => {
				const values = { ...typed, stage: target.stage };
				answer({
					values: askedValues(stages, values),
					cancel_plans: cancelsPlans(stages, values),
				});
				dialog.hide();
			},
		});
		dialog.$wrapper.addClass("crm-board-dialog");
		know_choices(dialog);
		dialog.show();
		dialog.$wrapper.one("hidden.bs.modal", () => answer(null));
	}

	// No open deal has a reason yet: without one, each of them would be refused.
	const shown = (field) => ({ ...field, hidden: 0, reqd: field.fieldname === REASON ? 1 : 0 });

	async function move_all(target, cards, asked) {
		const names = cards.map((card) => card.name);
		names.forEach((name) => moving.add(name));
		let answer;
		try {
			answer = await bulk.move(state.doctype, names, target.stage, asked);
		} finally {
			names.forEach((name) => moving.delete(name));
		}
		const present = await refresh_cards(names);
		const text = counts.moved_to(answer.done, target.stage_name);
		if (answer.refused.length) tell(text, answer);
		else announce(text);
		undoing.offer(text, moves_back(cards, target, present));
		if (!answer.refused.length) state.selected = [];
		return true;
	}

	function moves_back(cards, target, present) {
		const arrived = cards.filter(({ name }) => present?.get(name)?.stage === target.stage);
		return arrived.map(({ name, title, stage }) => ({
			name,
			title,
			stage,
			entered_on: present.get(name).stage_entered_on,
		}));
	}

	async function move_back(moves) {
		const refused = [];
		for (const { name, title, stage, entered_on } of moves) {
			try {
				await service.move(state.doctype, name, stage, { entered_on });
			} catch ({ message }) {
				refused.push({ title, reason: message });
			}
		}
		await refresh_cards(moves.map(({ name }) => name));
		const done = moves.length - refused.length;
		tell(counts.moved_back(done), { done, total: moves.length, refused });
	}

	async function reassign(to_user) {
		await change(
			(names) => bulk.reassign(state.doctype, names, to_user),
			(done) => counts.given_to(done, frappe.user.full_name(to_user))
		);
	}

	async function tag(word) {
		await change(
			(names) => bulk.tag(state.doctype, names, word),
			(done) => counts.tagged(done, word)
		);
		const { tags } = state.setup;
		if (!tags.includes(word)) state.setup.tags = [...tags, word].sort();
	}

	async function change(act, describe) {
		const names = chosen().map((card) => card.name);
		try {
			const answer = await act(names);
			await refresh_cards(names);
			tell(describe(answer.done), answer);
			if (!answer.refused.length) state.selected = [];
		} catch (refusal) {
			complain(refusal.message);
		}
	}

	// One sentence: what was done, or how many cards stayed as they were and why.
	function tell(text, answer) {
		announce(text);
		if (!answer.refused.length) {
			return frappe.show_alert({ message: frappe.utils.escape_html(text), indicator: "green" }, 5);
		}
		const reasons = reasons_of(answer.refused).slice(0, MOST_REASONS).join(" ");
		complain(counts.some_refused(answer, reasons));
	}

	return { move_selected, move_back, reassign, tag };
}
