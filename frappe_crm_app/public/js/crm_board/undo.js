// For a while after a move it can be taken back, by a button and by Ctrl+Z.
const PATIENCE = 10 * 1000;

/**
 * Return `{offer, keep, count_down, take}` of `state.undo`: `{text, moves: [{name, title, stage, entered_on}]}`, where `stage` is where the
 * card came from and `entered_on` when it came to where it is.
 */
export function create_undo(state) {
	let timer = null;

	function offer(text, moves) {
		state.undo = moves.length ? { text, moves } : null;
		count_down();
	}

	// Who points at it, or is about to press it, has all the time.
	const keep = () => clearTimeout(timer);

	function count_down() {
		keep();
		timer = setTimeout(() => (state.undo = null), PATIENCE);
	}

	function take() {
		keep();
		const moves = state.undo?.moves || [];
		state.undo = null;
		return moves;
	}

	return { offer, keep, count_down, take };
}
