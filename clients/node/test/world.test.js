"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { Rivulet } = require("../lib/index.js");
const { startFakeServer } = require("./fake-server.js");

const UUID = "11111111-2222-3333-4444-555555555555";
const ARN = "arn:aws:lambda:us-east-1:000000000042:function:";
const SETTLED = { settled: true, waiting: [] };
const ACCOUNT = "000000000042";

async function serve(context, ...bodies) {
  const server = await startFakeServer(context, ...bodies.map((body) => ({ body })));
  return { ...server, rivulet: new Rivulet({ url: server.url, region: "eu-west-1" }) };
}

test("a world is an account that clients name by their credentials", async (context) => {
  const { rivulet, url } = await serve(context);
  const world = await rivulet.world({ account: ACCOUNT, region: "us-west-2" });
  assert.deepEqual(world.clientConfig, {
    endpoint: url,
    region: "us-west-2",
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: "secret" },
  });
  assert.deepEqual(world.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: "us-west-2",
    AWS_DEFAULT_REGION: "us-west-2",
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: "secret",
  });
  assert.equal(rivulet.clientConfig.credentials.accessKeyId, "rivulet");
  assert.equal(rivulet.clientConfig.region, "eu-west-1");
});

test("worlds are new ones", async (context) => {
  const { rivulet } = await serve(context);
  const accounts = new Set();
  for (let i = 0; i < 100; ++i) accounts.add((await rivulet.world()).account);
  assert.equal(accounts.size, 100);
  for (const account of accounts) assert.match(account, /^[1-9][0-9]{11}$/);
});

test("a world drains itself, and a server all of them", async (context) => {
  const { rivulet, requests } = await serve(context, SETTLED, SETTLED);
  const world = await rivulet.world({ account: ACCOUNT });
  assert.deepEqual(await world.drain({ timeoutSeconds: 5, mapping: UUID }), SETTLED);
  await rivulet.drain();
  assert.deepEqual(
    requests.map(([, , body]) => body),
    [
      { account: ACCOUNT, region: "eu-west-1", timeout_seconds: 5, mapping: UUID },
      { account: "*", region: "*" },
    ],
  );
});

test("what isn't settled in time is an error that says why", async (context) => {
  const answer = {
    settled: false,
    waiting: [
      { function: "f", shard: "s", pending: 3, reason: "attempt 4 failed: no" },
      { function: "g", pending: 1, reason: "1 invocation is running" },
    ],
  };
  const { rivulet } = await serve(context, answer);
  await assert.rejects(rivulet.drain(), {
    name: "NotSettledError",
    answer,
    message:
      "not everything was delivered in time:\n" +
      "  f, s: 3 pending: attempt 4 failed: no\n" +
      "  g: 1 pending: 1 invocation is running",
  });
});

test("lists come whole", async (context) => {
  const pages = [{ mappings: [{ mapping: "a" }], next: "a" }, { mappings: [{ mapping: "b" }] }];
  const { rivulet, requests } = await serve(context, ...pages);
  const world = await rivulet.world({ account: ACCOUNT });
  assert.deepEqual(await world.mappings(), [{ mapping: "a" }, { mapping: "b" }]);
  const scope = `account=${ACCOUNT}&region=eu-west-1`;
  assert.deepEqual(
    requests.map(([, path]) => path),
    [`/_rivulet/mappings?${scope}&limit=1000`, `/_rivulet/mappings?${scope}&after=a&limit=1000`],
  );
});

test("a mapping is named by its UUID or by its function", async (context) => {
  const mappings = [
    { mapping: UUID, function: `${ARN}one`, stream: "…" },
    { mapping: "of a queue", function: `${ARN}one`, queue: "…" },
    { mapping: "first", function: `${ARN}two`, stream: "…" },
    { mapping: "second", function: `${ARN}two:live`, stream: "…" },
  ];
  const page = { records: [{ sequence: "1" }] };
  const { rivulet, requests } = await serve(context, page, { mappings }, page, { mappings });
  assert.deepEqual(await rivulet.trace(UUID, { logs: true }), [{ sequence: "1" }]);
  await rivulet.trace("one", { after: "9" });
  await assert.rejects(rivulet.trace("two"), {
    message: "2 such mappings call the function two: name one by its UUID",
  });
  const path = `/_rivulet/mappings/${UUID}/records?region=eu-west-1`;
  assert.equal(requests[0][1], `${path}&logs=true&limit=1000`);
  assert.equal(requests[2][1], `${path}&after=9&limit=1000`);
});

test("a fault says what it is on, and members go by the names of the control API", async (context) => {
  const mappings = [{ mapping: UUID, function: `${ARN}one`, stream: "…" }];
  const more = [...mappings, { mapping: "of a queue", function: `${ARN}one`, queue: "…" }];
  const answers = [{ id: 1 }, { mappings }, { id: 2 }, { id: 3 }, { mappings: more }];
  const { rivulet, requests } = await serve(context, ...answers);
  const world = await rivulet.world({ account: ACCOUNT });
  assert.deepEqual(await world.fail({ operation: "PutItem", table: "Orders", delayMs: 5 }), { id: 1 });
  await world.fail({ mapping: "one", effect: "duplicate", times: 2 });
  await world.fail({ table: "Orders", effect: "trim" });
  await assert.rejects(world.fail({ mapping: "one", effect: "kill" }), {
    message: "2 such mappings call the function one: name one by its UUID",
  });
  const scope = { account: ACCOUNT, region: "eu-west-1" };
  assert.deepEqual(
    requests.filter(([method]) => method === "POST"),
    [
      ["POST", "/_rivulet/faults", { ...scope, on: "operation", operation: "PutItem", table: "Orders", delay_ms: 5 }],
      ["POST", "/_rivulet/faults", { ...scope, on: "delivery", mapping: UUID, effect: "duplicate", times: 2 }],
      ["POST", "/_rivulet/faults", { ...scope, on: "stream", table: "Orders", effect: "trim" }],
    ],
  );
});

test("faults are listed and taken back", async (context) => {
  const { rivulet, requests } = await serve(context, { faults: [{ id: 1 }] }, {}, {});
  assert.deepEqual(await rivulet.faults(), [{ id: 1 }]);
  await rivulet.clearFaults(1);
  await rivulet.clearFaults();
  assert.deepEqual(
    requests.map(([method, path]) => `${method} ${path}`),
    [
      "GET /_rivulet/faults?region=eu-west-1&limit=1000",
      "DELETE /_rivulet/faults/1?region=eu-west-1",
      "DELETE /_rivulet/faults?region=eu-west-1",
    ],
  );
});

test("a world is saved, made of what was saved, and emptied", async (context) => {
  const { rivulet, requests } = await serve(context, {}, {}, {}, {});
  const scope = { account: ACCOUNT, region: "eu-west-1" };
  await rivulet.snapshot("a shop");
  const world = await rivulet.world({ snapshot: "a shop", account: ACCOUNT });
  await world.reset();
  await world.reset({ keep: ["tables"] });
  assert.deepEqual(requests, [
    ["PUT", "/_rivulet/snapshots/a%20shop", { region: "eu-west-1" }],
    ["POST", "/_rivulet/snapshots/a%20shop/restore", scope],
    ["POST", "/_rivulet/reset", scope],
    ["POST", "/_rivulet/reset", { ...scope, keep: ["tables"] }],
  ]);
});

test("the clock takes what JavaScript has for times", async (context) => {
  const { rivulet, requests } = await serve(context, { now: 1.5 }, {}, {}, {}, {}, {}, {});
  const { clock } = rivulet;
  assert.deepEqual(await clock.now(), new Date(1500));
  await clock.advance(60);
  await clock.set(new Date(86_400_000));
  await clock.set(7);
  await clock.set("2026-01-31T12:00:00Z");
  await clock.freeze();
  await clock.real();
  assert.deepEqual(
    requests.slice(1).map(([, , body]) => body),
    [
      { mode: "advance", seconds: 60 },
      { mode: "set", time: 86_400 },
      { mode: "set", time: 7 },
      { mode: "set", time: "2026-01-31T12:00:00Z" },
      { mode: "freeze" },
      { mode: "real" },
    ],
  );
});
