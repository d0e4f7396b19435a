// In which currency a new deal begins.
import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

globalThis.frappe = { boot: { crm: { base_currency: "EUR" }, sysdefaults: { currency: "USD" } } };
const { begin_in_base_currency } = await load("crm_desk/deal_currency.js");

function begun(values) {
	const deal = { __islocal: 1, currency: "USD", ...values };
	begin_in_base_currency(deal);
	return deal;
}

test("a new deal begins in the currency of totals", () => {
	assert.equal(begun({}).currency, "EUR");
	assert.equal(begun({ value: 0 }).currency, "EUR");
});

test("a currency that was chosen, or in which an amount is, stays", () => {
	assert.equal(begun({ currency: "GBP" }).currency, "GBP");
	assert.equal(begun({ value: 1000 }).currency, "USD");
	assert.equal(begun({ __islocal: 0 }).currency, "USD");
});

test("it is suggested once: the site's currency can be chosen afterwards", () => {
	const deal = begun({});
	deal.currency = "USD";
	begin_in_base_currency(deal);
	assert.equal(deal.currency, "USD");
});
