import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { server_messages } = await load("crm_shared/services/server_messages.js");

/** An answer as Frappe sends it: a list of texts, as JSON; those of `frappe.throw` are objects, as JSON again. */
const answer = (...entries) => ({ _server_messages: JSON.stringify(entries) });
const thrown = (message) =>
	JSON.stringify({ message, title: "Message", indicator: "red", raise_exception: 1 });

test("the sentences of what was thrown", () => {
	assert.deepEqual(server_messages(answer(thrown("Give a value."), thrown("Choose a stage."))), [
		"Give a value.",
		"Choose a stage.",
	]);
});

test("a plain text is a sentence, also one that happens to be JSON", () => {
	assert.deepEqual(server_messages(answer("Not permitted", JSON.stringify("Saved"), "42")), [
		"Not permitted",
		"Saved",
		"42",
	]);
});

test("what is said twice is said once", () => {
	assert.deepEqual(server_messages(answer(thrown("Give a value."), thrown("Give a value."))), [
		"Give a value.",
	]);
});

test("a message without text says nothing", () => {
	assert.deepEqual(server_messages(answer(thrown(""), JSON.stringify({ title: "Message" }))), []);
});

test("an answer without readable messages has none", () => {
	for (const body of [null, undefined, {}, "<html>", { _server_messages: null }]) {
		assert.deepEqual(server_messages(body), []);
	}
	for (const text of ["", "[", "[null]", '"text"', "{}", "5"]) {
		assert.deepEqual(server_messages({ _server_messages: text }), []);
	}
});
