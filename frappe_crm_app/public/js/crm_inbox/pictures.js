// What a mail shows from elsewhere. Its HTML, cleaned as it was stored, names pictures in attributes that load nothing: `data-remote-src`,
// `data-remote-background`, and `data-cid` for those that came with it, which are files that only who may read the mail gets.
import { read_as_data } from "../crm_shared/services/request";

const MOST = 30;
const REMOTE = "[data-remote-src], [data-remote-background]";

const parsed = (html) => new DOMParser().parseFromString(html, "text/html"); // of no window: nothing runs, nothing is loaded

/** Return whether a mail asks for something from elsewhere. */
export const has_remote_parts = (html) => Boolean(parsed(html).querySelector(REMOTE));

/** Answer the HTML with the pictures that came with it as data; `inline` has the address of each. Where `has_remote`, with others, too. */
export async function with_pictures(html, inline, has_remote) {
	const page = parsed(html);
	const own = [...page.querySelectorAll("img[data-cid]")].slice(0, MOST);
	await Promise.all(own.map((image) => show_own(image, inline[image.dataset.cid])));
	if (has_remote) page.querySelectorAll(REMOTE).forEach(show_remote);
	return page.body.innerHTML;
}

// The frame is nobody, and gets no file: it is given the contents.
async function show_own(image, address) {
	const data = address ? await read_as_data(address).catch(() => "") : "";
	if (data.startsWith("data:image/") && !data.startsWith("data:image/svg")) image.src = data;
}

function show_remote(element) {
	const { remoteSrc, remoteBackground } = element.dataset;
	if (is_address(remoteSrc)) element.setAttribute("src", remoteSrc);
	if (is_address(remoteBackground))
		element.style.backgroundImage = `url("${encodeURI(decodeURI(remoteBackground))}")`;
}

function is_address(text) {
	try {
		decodeURI(text);
		return ["http:", "https:"].includes(new URL(text).protocol);
	} catch {
		return false;
	}
}
