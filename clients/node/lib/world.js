"use strict";

const { Clock } = require("./clock.js");
const { NotSettledError, RivuletError } = require("./errors.js");

// Any access key id that isn't an account stands for the server's own account.
const NO_ACCOUNT = "rivulet";
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** An account of its own on a server: its tables, functions and queues meet those of no other. */
class World {
  #drained;

  constructor(control, { account, region, drained }) {
    this.control = control.scoped({ account, region });
    this.#drained = drained;
    this.clock = new Clock(control);
    this.account = account;
    this.region = region;
  }

  get endpoint() {
    return this.control.url;
  }

  get credentials() {
    return { accessKeyId: this.account ?? NO_ACCOUNT, secretAccessKey: "secret" };
  }

  get clientConfig() {
    return { endpoint: this.endpoint, region: this.region, credentials: this.credentials };
  }

  get env() {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
      AWS_ACCESS_KEY_ID: this.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.credentials.secretAccessKey,
    };
  }

  async drain({ timeoutSeconds, mapping } = {}) {
    const request = { ...this.#drained, timeout_seconds: timeoutSeconds, mapping };
    const answer = await this.control.post("drain", request);
    if (!answer.settled) throw new NotSettledError(answer);
    return answer;
  }

  mappings() {
    return this.#pages("mappings", "mappings", {});
  }

  async trace(mapping, { after, logs } = {}) {
    const id = await this.#mappingId(mapping, ({ stream }) => stream);
    return this.#pages(`mappings/${id}/records`, "records", { after, logs });
  }

  discards({ mapping } = {}) {
    return this.#pages("discards", "discards", { mapping });
  }

  async fail({ mapping, ...fault }) {
    return this.control.post("faults", {
      on: kindOf(mapping, fault),
      mapping: mapping && (await this.#mappingId(mapping)),
      ...asOnTheWire(fault),
    });
  }

  faults() {
    return this.#pages("faults", "faults", {});
  }

  async clearFaults(id) {
    await this.control.delete(id === undefined ? "faults" : `faults/${id}`);
  }

  reset({ keep } = {}) {
    return this.control.post("reset", { keep });
  }

  async snapshot(name) {
    await this.control.put(`snapshots/${encodeURIComponent(name)}`);
  }

  snapshotFile(name) {
    return this.control.download(`snapshots/${encodeURIComponent(name)}/file`, { account: undefined, region: undefined });
  }

  async #pages(path, list, query) {
    const all = [];
    for (let after = query.after; ;) {
      const page = await this.control.get(path, { ...query, after, limit: 1000 });
      all.push(...page[list]);
      if (page.next === undefined) return all;
      after = page.next;
    }
  }

  /** A mapping may be named by its function, if that has one only, of those that will do. */
  async #mappingId(name, willDo = () => true) {
    if (UUID.test(name)) return name;
    const all = await this.mappings();
    const found = all.filter((mapping) => nameIn(mapping.function) === name && willDo(mapping));
    if (found.length === 1) return found[0].mapping;
    throw new RivuletError(`${found.length} such mappings call the function ${name}: name one by its UUID`);
  }
}

function kindOf(mapping, { operation }) {
  if (operation) return "operation";
  return mapping ? "delivery" : "stream";
}

/** { delayMs: 5 } as { delay_ms: 5 }. */
function asOnTheWire(members) {
  const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [snake(name), value]));
}

/** Of "arn:aws:lambda:REGION:ACCOUNT:function:NAME" and maybe ":QUALIFIER". */
function nameIn(functionArn) {
  return functionArn.split(":")[6];
}

module.exports = { World };
