"use strict";

const http = require("node:http");

/** A server that answers as it is told, and keeps what it was asked. */
exports.startFakeServer = async (context, ...answers) => {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    requests.push([request.method, request.url, text ? JSON.parse(text) : undefined]);
    const { status, body, bytes, close } = answers.shift();
    if (close) return request.socket.destroy();
    response.writeHead(status ?? 200).end(bytes ?? JSON.stringify(body ?? {}));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections?.();
    return new Promise((resolve) => server.close(resolve));
  };
  context.after(stop);
  return { url: `http://127.0.0.1:${server.address().port}`, requests, stop };
};
