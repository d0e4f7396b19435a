// In how many parts an SMS goes out (3GPP TS 23.038), as the server counts them (`messaging/texts.py`).
const GSM = new Set(
	"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
);
const TWICE = new Set("^{}\\[~]|€\f");

/** Answer `{parts, is_plain}`: `is_plain` where all characters are of the alphabet of which 160 fit into one. */
export function parts_of(text) {
	const characters = [...text];
	const is_plain = characters.every((each) => GSM.has(each) || TWICE.has(each));
	if (!characters.length) return { parts: 0, is_plain };
	const size = is_plain ? (each) => (TWICE.has(each) ? 2 : 1) : (each) => each.length;
	return { parts: count(characters.map(size), ...(is_plain ? [160, 153] : [70, 67])), is_plain };
}

function count(sizes, alone, of_several) {
	if (sizes.reduce((sum, size) => sum + size, 0) <= alone) return 1;
	let parts = 1;
	let used = 0;
	for (const size of sizes) {
		if (used + size > of_several) {
			parts += 1;
			used = 0;
		}
		used += size;
	}
	return parts;
}
