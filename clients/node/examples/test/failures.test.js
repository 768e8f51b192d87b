// Orders that the handler refuses: they are tried three times, then the queue is told, and the rest goes on.
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openShop } from "./shop.js";

let shop;
let customer;
beforeAll(async () => void (shop = await openShop()));
beforeEach(() => void (customer = randomUUID()));

describe("an order is refused", () => {
  test.each([
    ["with a negative amount", { N: "-1" }],
    ["with an amount that is barely negative", { N: "-0.01" }],
    ["with a text for an amount", { S: "ten" }],
    ["with no amount", { NULL: true }],
  ])("%s", async (_, amount) => {
    await shop.put({ customer, amount });
    const [failure, ...more] = await shop.failures();
    expect(more).toEqual([]);
    expect(failure.requestContext.condition).toBe("RetryAttemptsExhausted");
    expect(failure.requestContext.approximateInvokeCount).toBe(3);
    expect(failure.DDBStreamBatchInfo.batchSize).toBe(1);
    expect(await shop.total(customer)).toBeUndefined();
  });
});

test("the orders around it are counted", async () => {
  for (const amount of [1, 2, -3, 4, 5]) await shop.put({ customer, amount });
  expect(await shop.total(customer)).toEqual({ amount: "12", orders: 4 });
  expect(await shop.failures()).toHaveLength(1);
});

test("each bad order is told by itself", async () => {
  for (const amount of [-1, 1, -2, 2, -3]) await shop.put({ customer, amount });
  const failures = await shop.failures();
  expect(failures.map(({ DDBStreamBatchInfo }) => DDBStreamBatchInfo.batchSize)).toEqual([1, 1, 1]);
  expect((await shop.total(customer)).amount).toBe("3");
});

test("the trace says what was tried, and why it failed", async () => {
  const id = await shop.put({ customer, amount: -1 });
  await shop.failures();
  const records = await shop.world.trace("totals", { logs: true });
  const [record] = records.filter(({ keys }) => keys.id.S === id);
  expect(record.outcome).toBe("discarded");
  const batch = record.batches.at(-1);
  expect(batch.attempts).toBe(3);
  expect(batch.discarded.condition).toBe("RetryAttemptsExhausted");
  expect(JSON.stringify(batch.newest_attempts)).toContain(`order ${id}: an order must have an amount of 0 or more`);
});

test("drain counts what was given up", async () => {
  await shop.world.drain();
  await shop.put({ customer, amount: 1 });
  await shop.put({ customer, amount: -1 });
  expect((await shop.world.drain()).records).toEqual({ delivered: 1, filtered: 0, discarded: 1 });
  await shop.failures();
});

test("an order that is put right is counted", async () => {
  const id = await shop.put({ customer, amount: 3 });
  await shop.put({ id, customer, amount: 4 });
  expect(await shop.total(customer)).toEqual({ amount: "4", orders: 1 });
});

test("what was given up is listed, and fails again while the handler is as it was", async () => {
  await shop.put({ customer, amount: -1 });
  await shop.failures();
  const discard = (await shop.world.discards()).at(-1);
  expect(discard.records).toBe(1);
  const answer = await shop.world.control.post(`discards/${discard.id}/redrive`);
  expect(answer.delivered).toBe(false);
});
