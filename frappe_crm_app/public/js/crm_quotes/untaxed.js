// Lines of which nobody has said how they are taxed, in a sentence.
import { plural } from "../crm_shared/format";

/** What is said of these lines, by their places; nothing where there is none. */
export function untaxed_sentence(places) {
	if (!places?.length) return "";
	return plural(
		places.length,
		"Line {1} has neither a tax class nor a tax rate: it is taxed 0 %. If that is meant, choose a tax class of 0 %.",
		"Lines {1} have neither a tax class nor a tax rate: they are taxed 0 %. If that is meant, choose a tax class of 0 %.",
		places.join(", ")
	);
}
