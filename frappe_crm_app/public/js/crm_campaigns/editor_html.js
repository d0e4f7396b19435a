// HTML of Frappe's editor as mail programs need it: without the desk's own element around it, and with lists that are lists everywhere.

/** Return what the editor has, `""` where there is nothing to read or see. */
export function for_mail(html) {
	const page = new DOMParser().parseFromString(html || "", "text/html");
	const written = page.querySelector(".ql-editor") || page.body;
	if (!written.textContent.trim() && !written.querySelector("img")) return "";
	written.querySelectorAll(".ql-ui").forEach((element) => element.remove());
	written.querySelectorAll("ol").forEach((list) => list.replaceWith(...lists_of(list)));
	return written.innerHTML.trim();
}

// The editor writes both kinds of lists as one, and says of each entry which kind it is.
function lists_of(list) {
	const lists = [];
	for (const entry of [...list.children]) {
		const tag = entry.dataset.list === "bullet" ? "UL" : "OL";
		if (lists.at(-1)?.tagName !== tag) lists.push(list.ownerDocument.createElement(tag));
		lists.at(-1).append(entry);
	}
	return lists;
}
