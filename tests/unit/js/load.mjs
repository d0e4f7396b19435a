import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const SOURCES = new URL("../../../frappe_crm_app/public/js/", import.meta.url);

/**
 * Load a module of public/js that imports no other. A copy of it is loaded, named so that Node takes it for a module, which a
 * `.js` file is only where a package.json says so.
 */
export async function load(path) {
	const folder = await mkdtemp(join(tmpdir(), "crm-javascript-"));
	const copy = join(folder, path.replaceAll("/", "-").replace(/js$/, "mjs"));
	try {
		await copyFile(fileURLToPath(new URL(path, SOURCES)), copy);
		return await import(pathToFileURL(copy));
	} finally {
		await rm(folder, { recursive: true });
	}
}
