"use strict";

// With a real server: RIVULET_BINARY or RIVULET names the program; without one, these are skipped.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const path = require("node:path");
const { test } = require("node:test");
const { findProgram } = require("../lib/find-program.js");
const { startRivulet } = require("../lib/index.js");

const skip = missing();

function missing() {
  try {
    return findProgram() ? false : undefined;
  } catch (error) {
    return error.message;
  }
}

const LIBRARY = path.join(__dirname, "../lib/index.js");

/** A process of its own that runs a script, and what it says on standard error once nobody can say more. */
function run(script) {
  const child = spawn(process.execPath, ["-e", `const { startRivulet } = require(${JSON.stringify(LIBRARY)});${script}`]);
  child.stderr.setEncoding("utf8");
  const silence = (async () => {
    let said = "";
    for await (const chunk of child.stderr) said += chunk;
    return said;
  })();
  return { child, silence };
}

test("it is there at once, and gone when it is stopped", { skip }, async () => {
  const started = performance.now();
  const rivulet = await startRivulet();
  assert.ok(performance.now() - started < 2000);
  assert.deepEqual((await rivulet.drain()).waiting, []);
  await rivulet.clock.freeze();
  const before = await rivulet.clock.now();
  await rivulet.clock.advance(3600);
  assert.equal((await rivulet.clock.now()) - before, 3_600_000);
  await rivulet.stop();
  await assert.rejects(rivulet.clock.now());
});

test("a URL connects to a server, and leaves it", { skip }, async () => {
  const rivulet = await startRivulet();
  const other = await startRivulet({ url: rivulet.url });
  assert.equal(other.url, rivulet.url);
  assert.equal(other.pid, undefined);
  await other.stop();
  await rivulet.clock.now();
  await rivulet.stop();
});

test("it keeps no process alive, and ends with it", { skip }, async () => {
  const { child, silence } = run("startRivulet().then((rivulet) => rivulet.drain());");
  assert.deepEqual(await once(child, "exit"), [0, null]);
  // The server has the standard error, too: its end means that the server is gone.
  assert.equal(await silence, "");
});

test("it ends with a process that is killed", { skip }, async () => {
  const { child, silence } = run("startRivulet().then(({ url }) => (console.log(url), setInterval(() => {}, 1000)));");
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  assert.equal(await silence, "");
});
