// Views of the board under a name: one's own are among one's settings, those that were shared are records (CRM Board View).
import { computed } from "vue";
import { is_same_filter } from "./address";
import { delete_view, share_view } from "./services/board";
import { save_views } from "./services/settings";

export function create_views({ state, filter_by, complain }) {
	const own = () => state.own_views[state.pipeline] || [];

	const views = computed(() => [
		...own().map((view) => ({ ...view, key: `own ${view.title}`, is_own: true })),
		...(state.setup?.views || [])
			.filter((view) => view.pipeline === state.pipeline)
			.map((view) => ({ ...view, key: view.name, is_own: false })),
	]);
	const current = computed(() => views.value.find(is_shown));
	const can_share = computed(() => Boolean(state.setup?.sharing_roles.length));
	const can_remove = computed(() => current.value && (current.value.is_own || can_share.value));

	// What cards show is a person's choice, as long as a view says nothing of it.
	function is_shown({ filters }) {
		const { cards, ...others } = state.filters;
		return is_same_filter(filters, "cards" in filters && cards ? { ...others, cards } : others);
	}

	function choose(key) {
		const view = views.value.find((each) => each.key === key);
		const { cards } = state.filters;
		return filter_by({ ...(cards ? { cards } : {}), ...view?.filters });
	}

	function keep_own(list) {
		state.own_views = { ...state.own_views, [state.pipeline]: list };
		return save_views(state.own_views);
	}

	const others_than = (title) => own().filter((view) => view.title !== title);

	async function save({ title, is_shared, roles }) {
		const filters = { ...state.filters };
		if (!is_shared) return keep_own([...others_than(title), { title, filters }]);
		try {
			const view = await share_view(title, state.pipeline, filters, roles);
			state.setup.views = [
				...state.setup.views,
				{ name: view.name, title, pipeline: state.pipeline, filters },
			];
		} catch (refusal) {
			complain(refusal.message);
		}
	}

	async function remove() {
		const { is_own, title, name } = current.value;
		if (is_own) return keep_own(others_than(title));
		try {
			await delete_view(name);
			state.setup.views = state.setup.views.filter((view) => view.name !== name);
		} catch (refusal) {
			complain(refusal.message);
		}
	}

	return { list: views, current, can_share, can_remove, choose, save, remove };
}
