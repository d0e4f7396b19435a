// A mail's HTML in a frame of its own: of no origin, without scripts, forms or network; pictures from elsewhere only when asked for.
const STYLE = `
	body { margin: 0; padding: 12px; color: #1c1c1c; background: #fff; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
	img { max-width: 100%; height: auto; }
	img:not([src]) { display: none; }
	table { max-width: 100%; }
	pre { white-space: pre-wrap; }
	blockquote { margin: 8px 0; padding-left: 12px; border-left: 3px solid #ddd; color: #555; }
`;
// Links open elsewhere; nothing else leaves the frame.
export const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";
const TALLEST = 6000; // pixels, from which on the frame scrolls

const policy = (has_remote) =>
	`default-src 'none'; style-src 'unsafe-inline'; img-src data:${has_remote ? " https: http:" : ""}; form-action 'none'; base-uri 'none'`;

/** Return the frame's document. */
export const document_of = (html, has_remote) =>
	`<!doctype html><html><head><meta charset="utf-8">` +
	`<meta http-equiv="Content-Security-Policy" content="${policy(has_remote)}">` +
	`<meta name="referrer" content="no-referrer"><base target="_blank"><title>${__("Mail")}</title>` +
	`<style>${STYLE}</style></head><body>${html}</body></html>`;

/**
 * Answer how tall the document is at this width. A frame without an origin tells nobody, so it is measured in one that has an origin
 * and can do nothing: no scripts, and its policy lets nothing be loaded.
 */
export function measure(html, width) {
	return new Promise((resolve) => {
		const frame = document.createElement("iframe");
		frame.setAttribute("sandbox", "allow-same-origin");
		frame.setAttribute("aria-hidden", "true");
		frame.tabIndex = -1;
		Object.assign(frame.style, {
			position: "absolute",
			visibility: "hidden",
			width: `${width}px`,
			height: "10px",
			border: "0",
		});
		frame.addEventListener("load", () => {
			const height = frame.contentDocument?.documentElement.scrollHeight || 0;
			frame.remove();
			resolve(Math.min(Math.max(height, 40), TALLEST));
		});
		frame.srcdoc = document_of(html, false);
		document.body.append(frame);
	});
}
