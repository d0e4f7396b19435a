const AT_ONCE = 500; // hashes before the page gets to do something else

// Solve ALTCHA's challenge, where the form asks for one: find the number whose hash with the salt is the challenge.
export async function prove({ token, challenge }) {
	if (!challenge) return { token, proof: null };
	const number = await find_number(challenge);
	const { algorithm, salt, signature } = challenge;
	return {
		token,
		proof: btoa(JSON.stringify({ algorithm, challenge: challenge.challenge, number, salt, signature })),
	};
}

async function find_number({ algorithm, challenge, maxnumber, salt }) {
	const encoder = new TextEncoder();
	for (let start = 0; start <= maxnumber; start += AT_ONCE) {
		const numbers = Array.from({ length: AT_ONCE }, (_, index) => start + index);
		const hashes = await Promise.all(
			numbers.map((number) => crypto.subtle.digest(algorithm, encoder.encode(salt + number)))
		);
		const found = hashes.findIndex((hash) => hex(hash) === challenge);
		if (found >= 0) return start + found;
	}
	throw new Error();
}

function hex(buffer) {
	return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
