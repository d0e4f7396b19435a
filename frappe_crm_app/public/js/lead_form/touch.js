const NAMES = [
	"utm_source",
	"utm_medium",
	"utm_campaign",
	"utm_term",
	"utm_content",
	"gclid",
	"fbclid",
	"msclkid",
];

// Where the visitor came from: the campaign in the page's address, the page, and the one before it.
export function collect_touch() {
	const address = new URLSearchParams(window.location.search);
	const campaign = NAMES.filter((name) => address.get(name)).map((name) => [name, address.get(name)]);
	return {
		...Object.fromEntries(campaign),
		page_url: window.location.href.slice(0, 500),
		referrer: document.referrer.slice(0, 500),
	};
}
