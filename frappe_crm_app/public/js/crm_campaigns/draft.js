// What is written of a campaign while it is made: its fields as the inputs of the page want them, and as the server stores them.
const TEXTS = [
	"campaign_name", "sender", "sender_name", "reply_to", "subject", "preheader", "content", "message", "message_template",
	"provider", "provider_channel", "follows", "follows_who",
]; // prettier-ignore
const TIMES = ["quiet_from", "quiet_until"];

/** Return the fields of a stored campaign for inputs. */
export function draft_of(campaign) {
	return {
		...Object.fromEntries(TEXTS.map((name) => [name, campaign[name] || ""])),
		...Object.fromEntries(TIMES.map((name) => [name, time_of(campaign[name])])),
		rate_per_minute: campaign.rate_per_minute || "",
		uses_verp: Number(campaign.uses_verp) || 0,
		parameters: parameters_of(campaign.message_parameters),
		audience: campaign.audience.map(({ kind, audience, is_excluded }) => ({
			kind,
			audience,
			is_excluded: Number(is_excluded) || 0,
		})),
	};
}

/** Return what is stored of it. */
export function stored_of({ parameters, rate_per_minute, quiet_from, quiet_until, ...draft }) {
	return {
		...draft,
		quiet_from: quiet_from || null,
		quiet_until: quiet_until || null,
		rate_per_minute: Number(rate_per_minute) || 0,
		message_parameters: parameters.length ? JSON.stringify(parameters) : null,
	};
}

// As a field for times of a browser wants it; the server says 9:00:00, too.
function time_of(text) {
	const [, hours, minutes] = /^(\d{1,2}):(\d\d)/.exec(text || "") || [];
	return hours ? `${hours.padStart(2, "0")}:${minutes}` : "";
}

function parameters_of(text) {
	try {
		const given = JSON.parse(text);
		return Array.isArray(given) ? given.map(String) : [];
	} catch {
		return [];
	}
}

/** Return a template's text with what its parameters say in its places, as people read it. */
export const filled = (template, parameters) =>
	template.replace(/{{\s*(\d+)\s*}}/g, (place, number) => parameters[Number(number) - 1] || `[${number}]`);

/** Return a place for a field, with what stands there for whom it is empty. */
export function slot(name, fallback) {
	const said = fallback.replace(/["{}]/g, "").trim();
	return said ? `{{ ${name} or "${said}" }}` : `{{ ${name} }}`;
}

// What the editor of Frappe would lose when it shows it.
const BEYOND_EDITOR = /<(?:!doctype|html|head|body|style|table|center|font|section|header|footer)[\s>]/i;

/** Return whether HTML is beyond what the editor can show, and is to be edited as it is. */
export const is_beyond_editor = (html) => BEYOND_EDITOR.test(html || "");
