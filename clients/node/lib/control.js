"use strict";

const http = require("node:http");
const { ControlError, RivuletError } = require("./errors.js");

/**
 * The control API of one server, JSON in and out. It is called by node:http, not by fetch, which test environments
 * such as jsdom lack or replace. Idle connections don't keep the process alive. What a request doesn't say about its
 * account and region is that of the scope.
 */
class Control {
  #agent;
  #scope;

  constructor(url, scope = {}, agent = new http.Agent({ keepAlive: true })) {
    this.url = new URL(url).origin;
    this.#scope = scope;
    this.#agent = agent;
  }

  /** The same server's, for requests about this account and region. */
  scoped(scope) {
    return new Control(this.url, scope, this.#agent);
  }

  async get(path, query) {
    return parse(await this.download(path, query));
  }

  /** The answer as it came: a Buffer. */
  download(path, query) {
    return this.#call("GET", withQuery(path, { ...this.#scope, ...query }));
  }

  async post(path, body) {
    return parse(await this.#call("POST", path, { ...this.#scope, ...body }));
  }

  async put(path, body) {
    return parse(await this.#call("PUT", path, { ...this.#scope, ...body }));
  }

  async delete(path, query) {
    return parse(await this.#call("DELETE", withQuery(path, { ...this.#scope, ...query })));
  }

  close() {
    this.#agent.destroy();
  }

  async #call(method, path, body) {
    const url = `${this.url}/_rivulet/${path}`;
    let answer = await this.#send(method, url, body);
    // The server may have closed an idle connection just now. What it got, it would have answered.
    if (answer.stale) answer = await this.#send(method, url, body);
    if (answer.error) throw new RivuletError(`${method} ${url}: ${answer.error.message}`);
    if (answer.status >= 300) throw new ControlError(answer.status, parse(answer.bytes));
    return answer.bytes;
  }

  #send(method, url, body) {
    return new Promise((resolve) => {
      const text = body && JSON.stringify(withoutUndefined(body));
      const headers = text && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) };
      const request = http.request(url, { method, agent: this.#agent, headers });
      request.on("error", (error) => {
        resolve({ error, stale: request.reusedSocket && error.code === "ECONNRESET" });
      });
      request.on("response", async (response) => {
        const chunks = [];
        try {
          for await (const chunk of response) chunks.push(chunk);
          resolve({ status: response.statusCode, bytes: Buffer.concat(chunks) });
        } catch (error) {
          resolve({ error });
        }
      });
      request.end(text);
    });
  }
}

function parse(bytes) {
  return bytes.length > 0 ? JSON.parse(bytes.toString()) : {};
}

function withQuery(path, query) {
  const text = new URLSearchParams(withoutUndefined(query)).toString();
  return text ? `${path}?${text}` : path;
}

function withoutUndefined(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

module.exports = { Control };
