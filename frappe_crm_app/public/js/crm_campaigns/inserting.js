// Texts into which fields of the person are put.
import { nextTick } from "vue";

/** Tell `emit` the text of a field with `said` in the place of what is selected in it, and put the cursor behind that. */
export async function insert_into(field, text, said, emit) {
	const { selectionStart, selectionEnd } = field;
	emit("update:modelValue", text.slice(0, selectionStart) + said + text.slice(selectionEnd));
	await nextTick();
	field.focus();
	field.setSelectionRange(selectionStart + said.length, selectionStart + said.length);
}
