// Loaded before Frappe's realtime server, which would otherwise listen on all interfaces.
"use strict";

const { Server } = require("net");

const listen = Server.prototype.listen;

Server.prototype.listen = function (port, ...rest) {
	if (typeof port !== "number") return listen.call(this, port, ...rest);
	return listen.call(
		this,
		{ port, host: "127.0.0.1" },
		...rest.filter((value) => typeof value === "function")
	);
};
