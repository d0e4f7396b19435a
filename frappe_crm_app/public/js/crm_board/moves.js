// Cards are moved: at once, with what the server says following; back, where it refuses or somebody takes it back.
import { markRaw } from "vue";
import { ask_before_closing, is_closing, tell_of_plans } from "../crm_shared/closing";
import { Outcome } from "../crm_shared/enums";
import { ask_for_missing_fields, can_be_asked } from "../crm_shared/missing_fields";
import { create_group_moves } from "./group_moves";
import * as ordering from "./ordering";
import * as service from "./services/board";
import { create_undo } from "./undo";

/** Return `{move, undo, undoing, is_moving, ...}`; `board` has `state`, `refresh_cards`, `announce` and `complain`. */
export function create_moves({ state, refresh_cards, announce, complain }) {
	const moving = new Set(); // names of cards whose move the server has not answered yet
	const undoing = create_undo(state);
	const group = create_group_moves({ state, refresh_cards, announce, complain, moving, undoing });

	const column_of = (stage) => ordering.column_of(state.columns, stage);
	const place_of = (name) => ordering.place_of(state.columns, name);
	const can_move = (name, origin, target) =>
		origin && target && origin.column !== target && !moving.has(name);

	// A card that is selected with others takes them along.
	function move(name, stage) {
		const takes_along = state.selected.length > 1 && state.selected.includes(name);
		return takes_along ? group.move_selected(column_of(stage)) : move_one(name, stage);
	}

	function move_chosen(stage) {
		const [only, ...others] = state.selected;
		return others.length ? group.move_selected(column_of(stage)) : move_one(only, stage);
	}

	// Into a stage that closes a deal it moves once that is confirmed.
	async function move_one(name, stage, asked = {}) {
		const origin = place_of(name);
		const target = column_of(stage);
		if (!can_move(name, origin, target)) return false;
		if (!is_closing(state.doctype, target)) return move_now(name, stage, asked);
		const closing = await ask_before_closing(origin.card, target);
		return closing ? move_now(name, stage, { ...asked, ...closing }) : false;
	}

	// The card moves at once. What the server says follows: totals, or the way back.
	async function move_now(name, stage, { values = null, cancelled_plans = [], entered_on = null } = {}) {
		const origin = place_of(name);
		const target = column_of(stage);
		if (!can_move(name, origin, target)) return false;
		moving.add(name);
		ordering.take_out(state.columns, name);
		const arrived = { stage, stage_entered_on: frappe.datetime.now_datetime(), is_rotting: false };
		target.cards.unshift(markRaw({ ...origin.card, ...arrived }));
		try {
			const { doctype, filters } = state;
			const asked = { values, filters, cancelled_plans, entered_on };
			const answer = await service.move(doctype, name, stage, asked);
			settle(name, answer);
			tell_of_plans(cancelled_plans, answer.cancelled_plans);
			tell_of_move(origin, target, answer, Boolean(entered_on));
			return true;
		} catch (refusal) {
			ordering.put_back(state.columns, origin);
			refused(refusal, origin.card, target, { values, cancelled_plans, entered_on });
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

	function tell_of_move({ card, column }, target, answer, is_undone) {
		const text = is_undone
			? __("{0} moved back to {1}", [card.title, target.stage_name])
			: __("{0} moved to {1}", [card.title, target.stage_name]);
		announce(text);
		const entered_on = answer.card?.stage_entered_on;
		const back = { name: card.name, title: card.title, stage: column.stage, entered_on };
		undoing.offer(text, is_undone || !entered_on ? [] : [back]);
		if (target.outcome === Outcome.WON && !is_undone) celebrate(target, card);
	}

	async function refused(refusal, card, target, asked) {
		const { missing_fields } = refusal;
		const can_ask = missing_fields.length && (await can_be_asked(state.doctype, missing_fields));
		if (!can_ask) {
			complain(refusal.message);
			if (asked.entered_on) refresh_cards([card.name]);
			return;
		}
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

	// Back by the same rules; what was changed by somebody meanwhile stays, and the server says so.
	async function undo() {
		const moves = undoing.take();
		if (!moves.length) return false;
		const [{ name, stage, entered_on }] = moves;
		if (moves.length > 1 || !place_of(name)) return group.move_back(moves);
		return move_one(name, stage, { entered_on });
	}

	return {
		move,
		move_one,
		move_chosen,
		undo,
		undoing,
		column_of,
		place_of,
		is_moving: (name) => moving.has(name),
		group,
	};
}
