"use strict";

const { spawn } = require("node:child_process");
const { RivuletError } = require("./errors.js");

const READY = /^rivulet (\S+) listening on (http:\/\/\S+) /;

/**
 * A server that ends with this process, however that ends: the server watches its standard input, and the kernel
 * closes that when this process is gone. Nothing of it keeps this process alive.
 */
class ServerProcess {
  #child;
  #ended;

  constructor(program, flags, { environment, log }) {
    this.#child = spawn(program, ["--in-memory", "--port", "0", "--exit-on-stdin-close", ...flags], {
      env: environment,
      stdio: ["pipe", "pipe", log],
    });
    this.#child.stdin.on("error", () => {}); // it may end while it is told to
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve(`couldn't be started: ${error.message}`));
      this.#child.once("exit", (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** Where it listens, and its version, once it does. */
  async ready(milliseconds) {
    const line = await this.#firstLine(milliseconds);
    const [, version, url] = READY.exec(line) ?? [];
    if (!url) return this.#give(`said ${JSON.stringify(line)} instead of where it listens`);
    for (const part of [this.#child, this.#child.stdin, this.#child.stdout]) part.unref();
    return { url, version };
  }

  /** Ends it as a user would, and waits for that. */
  async stop() {
    this.#child.ref();
    this.#child.kill("SIGTERM");
    await this.#ended;
  }

  async #firstLine(milliseconds) {
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, milliseconds, `wasn't ready within ${milliseconds} ms`);
    });
    const failure = Promise.race([this.#ended, late]).then((reason) => this.#give(reason));
    try {
      return await Promise.race([firstLine(this.#child.stdout), failure]);
    } finally {
      clearTimeout(timer);
    }
  }

  #give(reason) {
    this.#child.kill("SIGKILL");
    throw new RivuletError(`${this.#child.spawnfile} ${reason}; what it says is on standard error`);
  }
}

/** Never settles when the stream ends without a line: then the process ends, too. */
function firstLine(stream) {
  return new Promise((resolve) => {
    let text = "";
    stream.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
    });
  });
}

module.exports = { ServerProcess };
