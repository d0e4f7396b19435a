// Of a long list only the rows in sight are there: which those are, and how to bring another one into sight.
import { computed, nextTick, onBeforeUnmount, onMounted, ref, watch } from "vue";

const MARGIN = 4; // rows kept above and below

/**
 * Return `{shown, look, on_scroll, reveal}` of rows of one height in an element that scrolls; `height` and `count` tell their height in
 * pixels and how many there are, `looked` is told up to which row one sees.
 */
export function use_window(scroller, height, count, looked = () => {}) {
	const top = ref(0);
	const room = ref(12);
	let frame = 0;

	const shown = computed(() => {
		const first = Math.max(0, Math.min(top.value - MARGIN, count() - 1));
		const last = Math.min(count(), top.value + room.value + MARGIN);
		return { first, last, before: first * height(), after: Math.max(0, (count() - last) * height()) };
	});

	function look() {
		frame = 0;
		if (!scroller.value) return;
		top.value = Math.floor(scroller.value.scrollTop / height());
		room.value = Math.ceil(scroller.value.clientHeight / height()) + 1;
		looked(top.value + room.value);
	}

	const on_scroll = () => (frame ||= requestAnimationFrame(look));

	/** Scroll until a row is in sight, and there; `covered` pixels above the rows are covered by a head. */
	async function reveal(index, covered = 0) {
		const { value: place } = scroller;
		const at = index * height();
		if (at < place.scrollTop) place.scrollTop = at;
		else if (at + height() + covered > place.scrollTop + place.clientHeight)
			place.scrollTop = at + height() + covered - place.clientHeight;
		look();
		await nextTick();
	}

	const observer = new ResizeObserver(() => look());
	onMounted(() => observer.observe(scroller.value));
	onBeforeUnmount(() => observer.disconnect());
	watch([count, height], () => nextTick(look));

	return { shown, look, on_scroll, reveal };
}
