/** Save what somebody has typed in the form; whether nothing is left to save. Where it is refused, the form says why. */
export async function save_typed(frm) {
	if (frm.is_dirty()) await Promise.resolve(frm.save()).catch(() => {});
	return !frm.is_dirty();
}
