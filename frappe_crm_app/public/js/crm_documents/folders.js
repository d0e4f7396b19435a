// Folders as a list: each below the one that it is in, with how deep it is.

export function in_order(folders, parent = null, depth = 0) {
	return folders
		.filter((folder) => (folder.parent_folder || null) === parent)
		.flatMap((folder) => [{ ...folder, depth }, ...in_order(folders, folder.name, depth + 1)]);
}

/** Return the choices of a field for a folder, none first. */
export const by_folder = (folders) => [
	{ value: "", label: "" },
	...in_order(folders).map(({ name, folder_name, depth }) => ({
		value: name,
		label: "\u2003".repeat(depth) + folder_name,
	})),
];

const UNITS = ["B", "kB", "MB", "GB"];

/** Return a number of bytes as people read it. */
export function size_of(bytes) {
	let size = bytes || 0;
	let unit = 0;
	while (size >= 1000 && unit < UNITS.length - 1) {
		size /= 1000;
		unit += 1;
	}
	return `${unit ? size.toFixed(1) : size} ${UNITS[unit]}`;
}
