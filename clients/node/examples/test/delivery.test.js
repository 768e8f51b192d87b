// How records come to the handler: filters, order, repetition, and what can be seen of it.
import { randomUUID } from "node:crypto";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openShop, Shop } from "./shop.js";

let shop;
let customer;
beforeAll(async () => void (shop = await openShop()));
beforeEach(() => void (customer = randomUUID()));

const enable = (Enabled) => shop.lambda.send(new UpdateEventSourceMappingCommand({ UUID: shop.mapping, Enabled }));

describe("drafts", () => {
  test("aren't counted", async () => {
    await shop.put({ id: `draft-${randomUUID()}`, customer, amount: 1 });
    await shop.put({ customer, amount: 2 });
    expect(await shop.total(customer)).toEqual({ amount: "2", orders: 1 });
  });

  test("are filtered out before the handler", async () => {
    await shop.world.drain();
    for (const amount of [1, 2, 3]) await shop.put({ id: `draft-${randomUUID()}`, customer, amount });
    const { records, invocations } = await shop.world.drain();
    expect(records).toEqual({ delivered: 0, filtered: 3, discarded: 0 });
    expect(invocations).toEqual({ ok: 0, failed: 0 });
  });

  test("are told why", async () => {
    const id = await shop.put({ id: `draft-${randomUUID()}`, customer, amount: 1 });
    await shop.world.drain();
    const [record] = (await shop.world.trace(shop.mapping)).filter(({ keys }) => keys.id.S === id);
    expect(record.outcome).toBe("filtered");
    expect(record.filter.why[0]).toContain(`dynamodb.Keys.id.S is "${id}"`);
  });
});

describe("records that come again change nothing", () => {
  test.each(["TRIM_HORIZON", "the first"])("from %s", async (to) => {
    for (const amount of [1, 2, 3]) await shop.put({ customer, amount });
    expect(await shop.total(customer)).toEqual({ amount: "6", orders: 3 });
    const [first] = await shop.world.trace("totals");
    const place = to === "TRIM_HORIZON" ? to : { sequence: first.sequence };
    await shop.world.control.post(`mappings/${shop.mapping}/rewind`, { to: place });
    expect((await shop.world.drain()).records.delivered).toBeGreaterThanOrEqual(3);
    expect(await shop.total(customer)).toEqual({ amount: "6", orders: 3 });
  });
});

describe("what goes wrong makes no difference:", () => {
  afterEach(() => shop.world.clearFaults());

  test("a write that fails", async () => {
    await shop.world.fail({ operation: "UpdateItem", table: "Totals", error: "InternalServerError" });
    await shop.put({ customer, amount: 1 });
    expect(await shop.total(customer)).toEqual({ amount: "1", orders: 1 });
    expect(await shop.world.faults()).toMatchObject([{ done: 1, remaining: 0 }]);
  });

  test.each(["duplicate", "lose-checkpoint", "throttle"])("a delivery with the fault %s", async (effect) => {
    await shop.world.fail({ mapping: "totals", effect });
    await shop.put({ customer, amount: 1 });
    expect(await shop.total(customer)).toEqual({ amount: "1", orders: 1 });
    expect(await shop.world.faults()).toMatchObject([{ effect, done: 1 }]);
  });
});

describe("while the mapping is disabled", () => {
  beforeEach(() => enable(false));
  afterEach(() => enable(true));

  test("nothing is counted, and a drain says what is in its way", async () => {
    await shop.put({ customer, amount: 1 });
    await expect(shop.world.drain({ timeoutSeconds: 0 })).rejects.toThrow("1 pending: the mapping is disabled");
  });

  test("what is written is counted later", async () => {
    await shop.put({ customer, amount: 1 });
    await enable(true);
    expect(await shop.total(customer)).toEqual({ amount: "1", orders: 1 });
  });
});

test("after a drain, the mapping has caught up", async () => {
  await shop.put({ customer, amount: 1 });
  await shop.world.drain();
  const [mapping] = await shop.world.mappings();
  expect(mapping).toMatchObject({ mapping: shop.mapping, state: "Enabled", caught_up: true });
  expect(mapping.shards[0].pending).toBe(0);
});

test("nothing about the mapping looks like a mistake", async () => {
  const mapping = await shop.world.control.get(`mappings/${shop.mapping}`);
  expect(mapping).not.toHaveProperty("warnings");
});

test("changes of an order come in their order", async () => {
  const id = randomUUID();
  for (let amount = 1; amount <= 10; ++amount) await shop.put({ id, customer, amount });
  await shop.world.drain();
  const records = (await shop.world.trace("totals")).filter(({ keys }) => keys.id.S === id);
  expect(records.map(({ event }) => event)).toEqual(["INSERT", ...Array(9).fill("MODIFY")]);
  expect(records.map(({ outcome }) => outcome)).toEqual(Array(10).fill("delivered"));
});

test("nothing is lost where shards give way to others", async () => {
  for (const amount of [1, 2, 3]) {
    await shop.put({ customer, amount });
    await shop.world.control.post("streams/roll", { TableName: "Orders" });
  }
  expect(await shop.total(customer)).toEqual({ amount: "6", orders: 3 });
});

test("fifty orders take few invocations", async () => {
  await shop.world.drain();
  await enable(false);
  for (let i = 0; i < 2; ++i) await shop.putBatch(25, { customer, amount: 1 });
  await enable(true);
  const { records, invocations } = await shop.world.drain();
  expect(records.delivered).toBe(50);
  expect(invocations.ok).toBeLessThan(3);
  expect(await shop.total(customer)).toEqual({ amount: "50", orders: 50 });
});

test("another world knows nothing of the shop", async () => {
  const world = await shop.rivulet.world();
  const { TableNames } = await new DynamoDBClient(world.clientConfig).send(new ListTablesCommand({}));
  expect(TableNames).toEqual([]);
  expect(await world.mappings()).toEqual([]);
});

test("a world can begin as this one is", async () => {
  const name = `shop-${shop.world.account}`;
  await shop.world.snapshot(name);
  const other = new Shop(shop.rivulet, await shop.rivulet.world({ snapshot: name }));
  await other.put({ customer, amount: 5 });
  expect(await other.total(customer)).toEqual({ amount: "5", orders: 1 });
  expect(await shop.total(customer)).toBeUndefined();
});

test("a world can be emptied", async () => {
  const world = await shop.rivulet.world();
  const sqs = new SQSClient(world.clientConfig);
  await sqs.send(new CreateQueueCommand({ QueueName: "other" }));
  expect((await world.reset()).queues).toBe(1);
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
});
