"use strict";

const { randomInt } = require("node:crypto");
const { Control } = require("./control.js");
const { findProgram } = require("./find-program.js");
const { ServerProcess } = require("./server-process.js");
const { World } = require("./world.js");

/**
 * A server. It is itself the world of the account that the server has for whoever names none; but its drain waits for
 * all worlds.
 */
class Rivulet extends World {
  #process;
  #shares = false;

  constructor({ url, region, process }) {
    super(new Control(url), { region, drained: { account: "*", region: "*" } });
    this.#process = process;
  }

  get url() {
    return this.control.url;
  }

  get pid() {
    return this.#process?.pid;
  }

  async world({ snapshot, account = randomAccount(), region = this.region } = {}) {
    const world = new World(this.control, { account, region });
    if (snapshot) await world.control.post(`snapshots/${encodeURIComponent(snapshot)}/restore`);
    return world;
  }

  /** Puts its URL into RIVULET_URL, so that workers which start from now on find it. */
  share() {
    process.env.RIVULET_URL = this.url;
    this.#shares = true;
  }

  async stop() {
    this.control.close();
    await this.#process?.stop();
    this.#process = undefined;
    if (this.#shares) delete process.env.RIVULET_URL;
    this.#shares = false;
  }

  async [Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose")]() {
    await this.stop();
  }
}

function randomAccount() {
  return String(randomInt(100_000_000_000, 1_000_000_000_000));
}

async function startRivulet(options = {}) {
  const url = options.url ?? sharedUrl(options);
  const rivulet = url ? await connect(url, options) : await start(options);
  if (options.shared) rivulet.share();
  return rivulet;
}

/** Whoever says how the server is to be started wants one of their own. */
function sharedUrl({ binary, flags, env, snapshot }) {
  return binary || flags || env || snapshot ? undefined : process.env.RIVULET_URL;
}

async function connect(url, { region = "us-east-1" }) {
  const rivulet = new Rivulet({ url, region });
  await rivulet.clock.now(); // there is one
  return rivulet;
}

async function start(options) {
  const { binary, flags = [], env, region = "us-east-1", log = "inherit", startTimeoutMs = 10_000, snapshot } = options;
  const own = ["--region", region, "--log-level", "warn", ...(snapshot ? ["--snapshot", snapshot] : [])];
  const environment = { ...process.env, ...env };
  const server = new ServerProcess(findProgram(binary), [...own, ...flags], { environment, log });
  const { url } = await server.ready(startTimeoutMs);
  return new Rivulet({ url, region, process: server });
}

module.exports = { Rivulet, startRivulet };
