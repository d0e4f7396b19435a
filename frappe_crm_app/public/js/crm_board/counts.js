// How many cards there are, and what was done with them, in words.
import { number, plural } from "../crm_shared/format";

export const cards = (count) => plural(count, "1 card", "{0} cards");
export const selected = (count) => plural(count, "1 card selected", "{0} cards selected");
export const move_to = (count, stage) => plural(count, "Move 1 card to {1}", "Move {0} cards to {1}", stage);
export const moved_to = (count, stage) =>
	plural(count, "1 card moved to {1}", "{0} cards moved to {1}", stage);
export const moved_back = (count) => plural(count, "1 card moved back", "{0} cards moved back");
export const given_to = (count, person) =>
	plural(count, "1 card given to {1}", "{0} cards given to {1}", person);
export const tagged = (count, word) => plural(count, "1 card tagged {1}", "{0} cards tagged {1}", word);

/** Say how many of the cards stayed as they were, and why: `{done, total, refused: [{title}]}`. */
export function some_refused({ done, total, refused }, reasons) {
	return plural(
		refused.length,
		"{1} of {2} cards were changed; {3} was refused: {4}",
		"{1} of {2} cards were changed; {0} were refused: {4}",
		number(done),
		number(total),
		refused[0].title,
		reasons
	);
}
