import { quick_entry } from "../crm_shared/quick_entry";

// A new deal or customer in the board's pipeline; the card appears when it is saved.
export function new_record(board) {
	const { doctype, pipeline } = board.state;
	quick_entry(doctype, { pipeline }, (saved) => board.refresh_cards([saved.name]));
}
