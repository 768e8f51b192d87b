// New orders: what their customers' totals come to.
import { randomUUID } from "node:crypto";
import { PutItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { itemOf, openShop } from "./shop.js";

let shop;
let customer;
beforeAll(async () => void (shop = await openShop()));
beforeEach(() => void (customer = randomUUID()));

test("a customer without orders has no total", async () => {
  expect(await shop.total(customer)).toBeUndefined();
});

test.each([1, 2, 5, 12])("%i orders are added up", async (count) => {
  for (let amount = 1; amount <= count; ++amount) await shop.put({ customer, amount });
  expect(await shop.total(customer)).toEqual({ amount: String((count * (count + 1)) / 2), orders: count });
});

test.each([
  ["cents", ["0.1", "0.2"], "0.3"],
  ["more digits than a double has", ["12345678901234567890.01", "0.01"], "12345678901234567890.02"],
  ["nothing", ["0", "0"], "0"],
])("amounts are exact: %s", async (_, amounts, sum) => {
  for (const amount of amounts) await shop.put({ customer, amount });
  expect((await shop.total(customer)).amount).toBe(sum);
});

test("customers have totals of their own", async () => {
  const other = randomUUID();
  await shop.put({ customer, amount: 1 });
  await shop.put({ customer: other, amount: 10 });
  expect(await shop.total(customer)).toEqual({ amount: "1", orders: 1 });
  expect(await shop.total(other)).toEqual({ amount: "10", orders: 1 });
});

test("any text may be a customer", async () => {
  customer = `Zoë "Ω" ${customer}\n`;
  await shop.put({ customer, amount: 1 });
  expect(await shop.total(customer)).toEqual({ amount: "1", orders: 1 });
});

test("orders that are written side by side are all counted", async () => {
  await Promise.all(Array.from({ length: 16 }, () => shop.put({ customer, amount: 2 })));
  expect(await shop.total(customer)).toEqual({ amount: "32", orders: 16 });
});

describe("an order counts however it is written:", () => {
  test("in a batch", async () => {
    await shop.putBatch(25, { customer, amount: 4 });
    expect(await shop.total(customer)).toEqual({ amount: "100", orders: 25 });
  });

  test("in a transaction", async () => {
    const put = () => ({ Put: { TableName: "Orders", Item: itemOf({ customer, amount: 3 }) } });
    await shop.dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [put(), put()] }));
    expect(await shop.total(customer)).toEqual({ amount: "6", orders: 2 });
  });

  test("not by a condition that doesn't hold", async () => {
    const Item = itemOf({ customer, amount: 3 });
    const put = { TableName: "Orders", Item, ConditionExpression: "attribute_not_exists(id)" };
    await shop.dynamodb.send(new PutItemCommand(put));
    await expect(shop.dynamodb.send(new PutItemCommand(put))).rejects.toThrow("The conditional request failed");
    expect(await shop.total(customer)).toEqual({ amount: "3", orders: 1 });
  });

  test("not in a transaction that is cancelled", async () => {
    const Put = { TableName: "Orders", Item: itemOf({ customer, amount: 3 }) };
    const check = { TableName: "Orders", Key: { id: { S: "none" } }, ConditionExpression: "attribute_exists(id)" };
    const transaction = new TransactWriteItemsCommand({ TransactItems: [{ Put }, { ConditionCheck: check }] });
    await expect(shop.dynamodb.send(transaction)).rejects.toThrow("ConditionalCheckFailed");
    expect(await shop.total(customer)).toBeUndefined();
  });
});
