import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { Refused, Unreachable, belongs_to, get_day, log_out, send } = await load("crm_go/services.js");
const ADA = "ada@harbor.example";
const SESSION = { message: { user: ADA, csrf_token: "new" } };
const RENEWED = [400, { exc_type: "CSRFTokenError" }];

belongs_to(ADA);

/** Have the server give these answers, `[status, body]`, in turn; return the tokens it is sent. A body that is `null` is lost on the way. */
function serve(...answers) {
	const tokens = [];
	globalThis.fetch = async (_address, { headers }) => {
		tokens.push(headers["X-Frappe-CSRF-Token"]);
		if (!answers.length) throw new TypeError("no net");
		const [status, body] = answers.shift();
		const json = async () => {
			if (body === null) throw new TypeError("network error");
			return body;
		};
		return { status, ok: status === 200, json };
	};
	return tokens;
}

test("an answer of which the rest is lost counts as no answer", async () => {
	serve([200, SESSION], [200, null]);
	await assert.rejects(send([]), Unreachable);
	serve([200, null]);
	await assert.rejects(get_day(), Unreachable);
});

test("a refusal of which the rest is lost is one", async () => {
	serve([417, null]);
	await assert.rejects(get_day(), Refused);
});

test("who logs out with a token that was renewed meanwhile is logged out with the new one", async () => {
	const tokens = serve(RENEWED, [200, SESSION], [200, {}]);
	assert.equal(await log_out(), true);
	assert.equal(tokens.length, 3);
	assert.equal(tokens[2], "new");
});

test("logging out says whether the server was reached", async () => {
	serve();
	assert.equal(await log_out(), false);
	serve([503, {}]);
	assert.equal(await log_out(), false);
});
