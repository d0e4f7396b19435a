import { createApp } from "vue";

/** Put a component into the page that Frappe made. */
export function mount_page(wrapper, component, props) {
	const root = document.createElement("div");
	wrapper.querySelector(".layout-main-section").replaceChildren(root);
	const app = createApp(component, props);
	app.config.globalProperties.__ = window.__;
	app.mount(root);
}
