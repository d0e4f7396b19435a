import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { know_choices } = await load("crm_shared/link_choice.js");

/** A dialog with these fields, and what is chosen in one of their inputs, as Frappe tells of it. */
function dialog_of(...controls) {
	let listener = null;
	const fields_list = controls.map(({ fieldtype = "Link", choices }) => ({
		df: { fieldtype },
		input: {},
		get_translated: (text) => text,
		awesomplete: { get_item: (value) => choices.find((choice) => choice.value === value) },
	}));
	know_choices({ fields_list, $wrapper: { on: (_event, listen) => (listener = listen) } });
	const choose = (control, value) =>
		listener({ target: control.input, originalEvent: { text: { value } } });
	return { choose, fields_list };
}

const ACME = { value: "CUST-1", label: "Acme" };
const OTHER_ACME = { value: "CUST-2", label: "Acme" };
const ADVANCED = { value: "advanced_search__link_option" };

test("of records with the same title, the one that was chosen last is known", () => {
	const { choose, fields_list } = dialog_of({ choices: [ACME, OTHER_ACME] }, { choices: [ACME] });
	const [customer, other] = fields_list;
	choose(customer, "CUST-1");
	choose(customer, "CUST-2");
	choose(other, "CUST-1");
	assert.deepEqual(customer.title_value_map, { Acme: "CUST-2" });
	assert.deepEqual(other.title_value_map, { Acme: "CUST-1" });
});

test("what makes or searches a record is no choice, and breaks nothing", () => {
	const advanced = { ...ADVANCED };
	const { choose, fields_list } = dialog_of({ choices: [ACME, advanced] });
	advanced.value = ""; // as Frappe does before it tells others
	choose(fields_list[0], ADVANCED.value);
	assert.equal(fields_list[0].title_value_map, undefined);
});

test("what is chosen in a field that is no link is left alone", () => {
	const { choose, fields_list } = dialog_of({ fieldtype: "Autocomplete", choices: [ACME] });
	choose(fields_list[0], "CUST-1");
	assert.equal(fields_list[0].title_value_map, undefined);
});
