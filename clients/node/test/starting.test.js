"use strict";

// With programs that aren't Rivulet.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { startRivulet } = require("../lib/index.js");

const READY = "rivulet 0.1.0 listening on http://127.0.0.1:1 (data: in memory, lost at exit)";

function writeProgram(context, script) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rivulet-test-"));
  context.after(() => fs.rmSync(directory, { recursive: true }));
  const program = path.join(directory, "program");
  fs.writeFileSync(program, script, { mode: 0o755 });
  return program;
}

const shell = (context, script) => writeProgram(context, `#!/bin/sh\n${script}\n`);
const SAID = "; what it says is on standard error";

test("one that ends is told with its code", async (context) => {
  const silent = shell(context, "exit 3");
  await assert.rejects(startRivulet({ binary: silent }), {
    name: "RivuletError",
    message: `${silent} ended with exit code 3${SAID}`,
  });
  const strange = shell(context, "echo rivulet; exec sleep 100");
  await assert.rejects(startRivulet({ binary: strange }), {
    message: `${strange} said "rivulet" instead of where it listens${SAID}`,
  });
  const killed = shell(context, "kill -9 $$");
  await assert.rejects(startRivulet({ binary: killed }), { message: `${killed} ended with SIGKILL${SAID}` });
});

test("one that can't be executed is named", async (context) => {
  const binary = writeProgram(context, Buffer.from("\x7fELF nothing"));
  await assert.rejects(startRivulet({ binary }), /program couldn't be started: spawn .* ENOEXEC|ended with/);
});

test("a slow one is given up", async (context) => {
  const binary = shell(context, "printf rivulet; exec sleep 100");
  await assert.rejects(startRivulet({ binary, startTimeoutMs: 50 }), {
    message: `${binary} wasn't ready within 50 ms${SAID}`,
  });
});

test("it is told what it needs, and found where it says", async (context) => {
  const binary = shell(
    context,
    `echo "$@" > $0.said; printf "${READY.slice(0, 20)}"; printf "${READY.slice(20)}\\n"; exec cat`,
  );
  const rivulet = await startRivulet({ binary, flags: ["--stream-shards", "2"], region: "eu-west-1" });
  assert.equal(rivulet.url, "http://127.0.0.1:1");
  assert.equal(typeof rivulet.pid, "number");
  await rivulet.stop();
  assert.equal(rivulet.pid, undefined);
  assert.equal(
    fs.readFileSync(`${binary}.said`, "utf8"),
    "--in-memory --port 0 --exit-on-stdin-close --region eu-west-1 --log-level warn --stream-shards 2\n",
  );
});

test("a snapshot's file is a flag, and asks for a server of its own", async (context) => {
  context.after(() => delete process.env.RIVULET_URL);
  context.after(() => delete process.env.RIVULET_BINARY);
  process.env.RIVULET_URL = "http://127.0.0.1:1";
  process.env.RIVULET_BINARY = shell(context, `echo "$@" > $0.said; echo "${READY}"; exec cat`);
  const rivulet = await startRivulet({ snapshot: "fixtures/shop" });
  await rivulet.stop();
  assert.match(fs.readFileSync(`${process.env.RIVULET_BINARY}.said`, "utf8"), / warn --snapshot fixtures\/shop\n$/);
});

test("a shared one is found by its variable until it stops", async (context) => {
  context.after(() => delete process.env.RIVULET_URL);
  const binary = shell(context, `echo "${READY}"; exec cat`);
  const shared = await startRivulet({ binary, shared: true });
  assert.equal(process.env.RIVULET_URL, "http://127.0.0.1:1");
  const own = await startRivulet({ binary }); // whoever names a program wants that one
  assert.equal(typeof own.pid, "number");
  await own.stop();
  assert.equal(process.env.RIVULET_URL, "http://127.0.0.1:1");
  await assert.rejects(startRivulet(), /GET http:\/\/127\.0\.0\.1:1\/_rivulet\/clock: /); // which isn't there
  await shared.stop();
  assert.equal(process.env.RIVULET_URL, undefined);
});
