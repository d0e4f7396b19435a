import { createApp } from "vue";

const mounted = new WeakMap();

// Shows a component in an HTML field of the form, once somebody looks at it. When the form is refreshed with the same
// record, the component reads anew what it shows and keeps what somebody is typing.
export function mount_in(frm, fieldname, component, props) {
	const place = frm.fields_dict[fieldname]?.$wrapper[0];
	if (!place) return;
	const present = mounted.get(place);
	if (present?.name === frm.doc.name) {
		present.instance?.reload?.();
		return;
	}
	if (present && !present.name.startsWith("new-")) to_top(place);
	present?.observer.disconnect();
	present?.app?.unmount();
	// An element without height is never seen: until it is filled, it has some.
	place.replaceChildren(Object.assign(document.createElement("div"), { className: "crm-record-waiting" }));
	const observer = new IntersectionObserver((entries) => {
		if (!entries.some((entry) => entry.isIntersecting)) return;
		observer.disconnect();
		mounted.set(place, { name: frm.doc.name, observer, ...mount(place, component, props) });
	});
	mounted.set(place, { name: frm.doc.name, observer });
	observer.observe(place);
}

// Frappe 16 leaves another record where the one before it was scrolled to, its page out of sight.
function to_top(place) {
	for (let each = place.parentElement; each; each = each.parentElement) {
		if (each.scrollTop) each.scrollTop = 0;
	}
}

function mount(place, component, props) {
	const root = document.createElement("div");
	place.replaceChildren(root);
	const app = createApp(component, props);
	app.config.globalProperties.__ = window.__;
	return { app, instance: app.mount(root) };
}
