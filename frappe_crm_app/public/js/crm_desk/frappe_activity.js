// What Frappe keeps below each form, its comments, its activity and its mails, is folded on our forms: our timeline has all of it.

$(document).on("form-refresh", (_event, frm) => {
	const footer = frm.footer?.wrapper?.[0];
	if (!footer || frm.meta.module !== "Frappe CRM App") return;
	const button = footer.querySelector(".crm-fold") || add_button(footer);
	if (location.hash.startsWith("#comment-")) turn(button, footer, true); // somebody was led to a comment
});

function add_button(footer) {
	const button = document.createElement("button");
	button.type = "button";
	button.className = "btn btn-default btn-sm crm-fold";
	button.textContent = __("Comments and activity of the desk");
	button.addEventListener("click", () => turn(button, footer, footer.classList.contains("crm-folded")));
	footer.prepend(button);
	turn(button, footer, false);
	return button;
}

function turn(button, footer, is_open) {
	footer.classList.toggle("crm-folded", !is_open);
	button.setAttribute("aria-expanded", String(is_open));
}
