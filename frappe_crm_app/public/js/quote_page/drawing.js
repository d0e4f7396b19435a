// A field to draw a signature in, with finger, pen or mouse. Nobody has to: a typed name is enough.

export function drawing_field(canvas) {
	const context = canvas.getContext("2d");
	let last = null;
	let is_drawn = false;
	Object.assign(context, {
		lineCap: "round",
		lineJoin: "round",
		strokeStyle: "#14213d",
		fillStyle: "#14213d",
	});

	const place = (event) => {
		const box = canvas.getBoundingClientRect();
		const x = ((event.clientX - box.left) * canvas.width) / box.width;
		const y = ((event.clientY - box.top) * canvas.height) / box.height;
		return { x, y, at: event.timeStamp };
	};
	const width_between = (from, to) => {
		const speed = Math.hypot(to.x - from.x, to.y - from.y) / Math.max(to.at - from.at, 1);
		return Math.max(2, 5 - speed);
	};
	const draw_to = (to) => {
		context.lineWidth = width_between(last, to);
		context.beginPath();
		context.moveTo(last.x, last.y);
		context.lineTo(to.x, to.y);
		context.stroke();
		last = to;
	};

	canvas.addEventListener("pointerdown", (event) => {
		canvas.setPointerCapture(event.pointerId);
		last = place(event);
		is_drawn = true;
		draw_to({ ...last, x: last.x + 0.1 });
		event.preventDefault();
	});
	canvas.addEventListener("pointermove", (event) => {
		if (!last) return;
		const passed = event.getCoalescedEvents?.() || [];
		(passed.length ? passed : [event]).forEach((each) => draw_to(place(each)));
	});
	["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, () => (last = null)));

	return {
		clear() {
			context.clearRect(0, 0, canvas.width, canvas.height);
			is_drawn = false;
		},
		picture: () => (is_drawn ? canvas.toDataURL("image/png") : null),
	};
}
