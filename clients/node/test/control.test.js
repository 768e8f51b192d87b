"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { Control } = require("../lib/control.js");
const { startFakeServer } = require("./fake-server.js");

test("members that aren't given aren't sent", async (context) => {
  const server = await startFakeServer(context, { body: { a: 1 } }, { body: [2] }, {}, {});
  const control = new Control(`${server.url}/`);
  assert.deepEqual(await control.get("x", { limit: 7, logs: true, after: undefined }), { a: 1 });
  assert.deepEqual(await control.post("x/y", { name: "ü", none: undefined }), [2]);
  await control.put("z");
  await control.delete("z");
  assert.deepEqual(server.requests, [
    ["GET", "/_rivulet/x?limit=7&logs=true", undefined],
    ["POST", "/_rivulet/x/y", { name: "ü" }],
    ["PUT", "/_rivulet/z", {}],
    ["DELETE", "/_rivulet/z", undefined],
  ]);
});

test("what is no JSON comes as it is", async (context) => {
  const server = await startFakeServer(context, { bytes: Buffer.from([0, 255, 10]) }, { status: 409, body: {} });
  const control = new Control(server.url).scoped({ account: "1" });
  assert.deepEqual([...(await control.download("x/file", { account: undefined }))], [0, 255, 10]);
  await assert.rejects(control.download("y"), { name: "ControlError", status: 409 });
  assert.deepEqual(server.requests, [
    ["GET", "/_rivulet/x/file", undefined],
    ["GET", "/_rivulet/y?account=1", undefined],
  ]);
});

test("requests are about the scope, unless they say otherwise", async (context) => {
  const server = await startFakeServer(context, {}, {}, {}, {});
  const scoped = new Control(server.url).scoped({ account: "1", region: "r" });
  await scoped.get("x");
  await scoped.delete("x", { region: undefined });
  await scoped.post("x", { account: "*" });
  await scoped.put("x");
  assert.deepEqual(server.requests, [
    ["GET", "/_rivulet/x?account=1&region=r", undefined],
    ["DELETE", "/_rivulet/x?account=1", undefined],
    ["POST", "/_rivulet/x", { account: "*", region: "r" }],
    ["PUT", "/_rivulet/x", { account: "1", region: "r" }],
  ]);
});

test("a refusal has its status and its text", async (context) => {
  const body = { error: "NotFound", message: "There is no x." };
  const server = await startFakeServer(context, { status: 404, body });
  await assert.rejects(new Control(server.url).get("x"), {
    name: "ControlError",
    message: "404 NotFound: There is no x.",
    status: 404,
    error: "NotFound",
  });
});

test("a server that isn't there is named", async (context) => {
  const server = await startFakeServer(context);
  await server.stop();
  await assert.rejects(new Control(server.url).get("x"), {
    name: "RivuletError",
    message: `GET ${server.url}/_rivulet/x: connect ECONNREFUSED ${server.url.slice(7)}`,
  });
});

test("a connection that the server closed meanwhile isn't the caller's business", async (context) => {
  const server = await startFakeServer(context, {}, { close: true }, { body: { again: true } });
  const control = new Control(server.url);
  await control.get("x");
  assert.deepEqual(await control.get("x"), { again: true });
  assert.equal(server.requests.length, 3);
});

test("a new connection that is closed without an answer is an error", async (context) => {
  const server = await startFakeServer(context, { close: true });
  await assert.rejects(new Control(server.url).get("x"), {
    message: `GET ${server.url}/_rivulet/x: socket hang up`,
  });
});
