// A room: tasks are ticked off, commented on and given files; invitations are answered.

import { busily, caller, on_submit, texts } from "./services.js";

export function start(page) {
	const call = caller(page);
	call("room.api.saw", {}, { keepalive: true }).catch(() => {});
	page.querySelectorAll(".e-task").forEach((task) => start_task(task, call));
	page.querySelectorAll(".e-event").forEach((event) => start_event(event, call));
}

function start_task(task, call) {
	const name = task.dataset.task;
	const box = task.querySelector("input[name=is_done]");
	const comment = task.querySelector(".e-comment");
	const upload = task.querySelector(".e-upload");
	box.addEventListener("change", async () => {
		const is_done = box.checked;
		const went = await busily(task, async () => {
			await call("room.api.tick", { task: name, is_done });
		});
		if (!went) box.checked = !is_done;
	});
	on_submit(comment, () =>
		busily(task, async () => {
			const text = comment.elements.text.value;
			await call("room.api.comment", { task: name, text });
			show_comment(task, text);
			comment.reset();
			return texts.commented;
		})
	);
	on_submit(upload, () =>
		busily(task, async () => {
			const facts = new FormData(upload);
			facts.set("task", name);
			const { file_name } = await call("room.api.upload", facts);
			upload.reset();
			return texts.uploaded.replace("{0}", file_name);
		})
	);
}

function show_comment(task, text) {
	const comments = task.querySelector(".e-comments");
	const lines = Object.assign(document.createElement("p"), {
		className: "e-lines",
		textContent: text.trim(),
	});
	const item = document.createElement("li");
	item.append(lines);
	comments.querySelector("ul").append(item);
	comments.hidden = false;
}

function start_event(event, call) {
	const form = event.querySelector(".e-answers");
	if (!form) return;
	on_submit(form, () =>
		busily(form, async () => {
			const answer = form.elements.answer.value;
			return (await call("room.api.answer", { event: event.dataset.event, answer })).sentence;
		})
	);
}
