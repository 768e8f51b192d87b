"use strict";

// With a real server: RIVULET_BINARY or RIVULET names the program; without one, these are skipped.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const os = require("node:os");
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
  const child = spawn(process.execPath, [
    "-e",
    `const { startRivulet } = require(${JSON.stringify(LIBRARY)});${script}`,
  ]);
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

/** A request to DynamoDB as an SDK makes it, but for the signature, which nobody checks. */
async function dynamodb(world, operation, body) {
  const { clientConfig } = world;
  const scope = `${clientConfig.credentials.accessKeyId}/20260101/${clientConfig.region}/dynamodb/aws4_request`;
  const headers = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Target": `DynamoDB_20120810.${operation}`,
    "X-Amz-Date": "20260101T000000Z",
    Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
  };
  const answer = await fetch(clientConfig.endpoint, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

const createTable = (world) =>
  dynamodb(world, "CreateTable", {
    TableName: "Orders",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  });

test("worlds never meet", { skip }, async () => {
  const rivulet = await startRivulet({ region: "eu-west-1" });
  const worlds = [rivulet, await rivulet.world(), await rivulet.world({ region: "us-west-2" })];
  const arns = [];
  for (const world of worlds) arns.push((await createTable(world)).TableDescription.TableArn);
  assert.deepEqual(arns, [
    "arn:aws:dynamodb:eu-west-1:000000000000:table/Orders",
    `arn:aws:dynamodb:eu-west-1:${worlds[1].account}:table/Orders`,
    `arn:aws:dynamodb:us-west-2:${worlds[2].account}:table/Orders`,
  ]);
  await rivulet.stop();
});

test("a reset empties a world, and no other", { skip }, async () => {
  const rivulet = await startRivulet();
  const worlds = [await rivulet.world(), await rivulet.world(), await rivulet.world()];
  for (const world of worlds) {
    await createTable(world);
    await dynamodb(world, "PutItem", { TableName: "Orders", Item: { id: { S: "1" } } });
  }
  assert.equal((await worlds[0].reset()).tables, 1);
  await worlds[1].reset({ keep: ["tables"] });
  const tables = await Promise.all(worlds.map((world) => dynamodb(world, "ListTables", {})));
  assert.deepEqual(
    tables.map(({ TableNames }) => TableNames),
    [[], ["Orders"], ["Orders"]],
  );
  const scans = await Promise.all(worlds.slice(1).map((world) => dynamodb(world, "Scan", { TableName: "Orders" })));
  assert.deepEqual(
    scans.map(({ Count }) => Count),
    [0, 1],
  );
  await rivulet.stop();
});

test("a snapshot is what other worlds begin with", { skip }, async () => {
  const rivulet = await startRivulet();
  const origin = await rivulet.world();
  await createTable(origin);
  await dynamodb(origin, "PutItem", { TableName: "Orders", Item: { id: { S: "1" } } });
  await origin.snapshot("base");
  await origin.reset();
  const [one, other] = [await rivulet.world({ snapshot: "base" }), await rivulet.world({ snapshot: "base" })];
  await dynamodb(one, "PutItem", { TableName: "Orders", Item: { id: { S: "2" } } });
  assert.equal((await dynamodb(one, "Scan", { TableName: "Orders" })).Count, 2);
  assert.deepEqual((await dynamodb(other, "Scan", { TableName: "Orders" })).Items, [{ id: { S: "1" } }]);
  await assert.rejects(rivulet.world({ snapshot: "none" }), { name: "ControlError", status: 404 });
  await rivulet.stop();
});

test("a snapshot's file is what other servers begin with", { skip }, async (context) => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rivulet-test-"));
  context.after(() => fs.rmSync(directory, { recursive: true }));
  const file = path.join(directory, "shop");
  const first = await startRivulet();
  const shop = await first.world();
  await createTable(shop);
  await dynamodb(shop, "PutItem", { TableName: "Orders", Item: { id: { S: "1" } } });
  await shop.snapshot("shop");
  fs.writeFileSync(file, await shop.snapshotFile("shop"));
  await first.stop();
  const second = await startRivulet({ snapshot: file });
  for (const world of [second, await second.world({ snapshot: "shop" })]) {
    assert.equal((await dynamodb(world, "Scan", { TableName: "Orders" })).Count, 1);
  }
  await second.stop();
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
