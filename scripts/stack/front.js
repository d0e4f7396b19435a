// One loopback address for a site, as nginx gives it in production: /socket.io goes to Frappe's realtime server, all
// else to the web server. The environment gives SITE and the three ports FRONT_PORT, WEB_PORT and FRAPPE_SOCKETIO_PORT.
"use strict";

const http = require("http");
const net = require("net");

const HOST = "127.0.0.1";
// Kept connections would be faster, but the web server may close one just as it is used again.
const agent = new http.Agent({ keepAlive: false });
const { SITE, FRONT_PORT, WEB_PORT, FRAPPE_SOCKETIO_PORT } = process.env;

function is_realtime(request) {
	return request.url.startsWith("/socket.io");
}

function target_of(request) {
	const port = is_realtime(request) ? FRAPPE_SOCKETIO_PORT : WEB_PORT;
	return { host: HOST, port: Number(port) };
}

// The realtime server asks the web server who the user is, at the origin's address. A name below .localhost is known to
// browsers but not to every resolver, so requests of our own pages get the numeric address as their origin.
function headers_for(request) {
	if (!is_realtime(request)) return request.headers;
	const headers = { ...request.headers, "x-frappe-site-name": SITE };
	const { host, origin } = headers;
	if (origin && origin !== `http://${host}`) return headers;
	const address = `${HOST}:${FRONT_PORT}`;
	return { ...headers, host: address, origin: `http://${address}` };
}

function forward(request, response) {
	const onward = http.request({
		...target_of(request),
		agent,
		method: request.method,
		path: request.url,
		headers: headers_for(request),
	});
	onward.on("response", (answer) => {
		response.writeHead(answer.statusCode, answer.rawHeaders);
		answer.pipe(response);
	});
	onward.on("error", () => {
		if (!response.headersSent) response.writeHead(502);
		response.end();
	});
	response.on("close", () => onward.destroy());
	request.pipe(onward);
}

function forward_socket(request, socket, head) {
	const onward = net.connect(target_of(request), () => {
		const headers = Object.entries(headers_for(request)).map(([name, value]) => `${name}: ${value}`);
		onward.write([`${request.method} ${request.url} HTTP/1.1`, ...headers, "", ""].join("\r\n"));
		onward.write(head);
		onward.pipe(socket).pipe(onward);
	});
	onward.on("error", () => socket.destroy());
	socket.on("error", () => onward.destroy());
}

http.createServer(forward).on("upgrade", forward_socket).listen(Number(FRONT_PORT), HOST);
