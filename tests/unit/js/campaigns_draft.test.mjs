import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { read_address } = await load("crm_campaigns/address.js");
const { draft_of, filled, is_beyond_editor, slot, stored_of } = await load("crm_campaigns/draft.js");

test("an address names a campaign and a part of it", () => {
	assert.deepEqual(read_address("/app/crm-campaigns"), { name: null, step: null });
	assert.deepEqual(read_address("/desk/crm-campaigns/a%20b/content"), { name: "a b", step: "content" });
	assert.deepEqual(read_address("/app/crm-campaigns/a/nothing"), { name: "a", step: null });
});

test("what is shown in inputs is stored as it was", () => {
	const campaign = { quiet_from: "9:00:00", message_parameters: '["{{ first_name }}"]', audience: [] };
	const draft = draft_of(campaign);
	assert.equal(draft.quiet_from, "09:00");
	assert.deepEqual(draft.parameters, ["{{ first_name }}"]);
	assert.equal(stored_of(draft).quiet_until, null);
	assert.equal(stored_of(draft).message_parameters, '["{{ first_name }}"]');
});

test("parameters that are no list are none", () => {
	assert.deepEqual(draft_of({ message_parameters: "{", audience: [] }).parameters, []);
});

test("a place for a field has a fallback that cannot break it", () => {
	assert.equal(slot("first_name", ""), "{{ first_name }}");
	assert.equal(slot("first_name", ' "you}} '), '{{ first_name or "you" }}');
});

test("a template is filled with its parameters", () => {
	assert.equal(filled("Hi {{1}}, {{ 2 }}", ["Ada"]), "Hi Ada, [2]");
});

test("HTML with tables or styles is beyond the editor", () => {
	assert.equal(is_beyond_editor("<p>Hello</p>"), false);
	assert.equal(is_beyond_editor("<TABLE><tr></tr></TABLE>"), true);
});
