// Orders that change or go: what becomes of the totals.
import { randomUUID } from "node:crypto";
import { ExecuteStatementCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openShop } from "./shop.js";

let shop;
let customer;
let id;
beforeAll(async () => void (shop = await openShop()));
beforeEach(async () => {
  customer = randomUUID();
  id = await shop.put({ customer, amount: 10 });
});

function update(expression, values) {
  return shop.dynamodb.send(
    new UpdateItemCommand({
      TableName: "Orders",
      Key: { id: { S: id } },
      UpdateExpression: expression,
      ExpressionAttributeValues: values,
    }),
  );
}

describe("a changed amount moves the total", () => {
  test.each([
    ["up", 25],
    ["down", 3],
    ["to nothing", 0],
    ["by cents", "10.01"],
  ])("%s", async (_, amount) => {
    await update("SET amount = :a", { ":a": { N: String(amount) } });
    expect(await shop.total(customer)).toEqual({ amount: String(amount), orders: 1 });
  });

  test("many times", async () => {
    for (let i = 0; i < 20; ++i) await update("ADD amount :one", { ":one": { N: "1" } });
    expect(await shop.total(customer)).toEqual({ amount: "30", orders: 1 });
  });

  test("by a statement", async () => {
    await shop.dynamodb.send(
      new ExecuteStatementCommand({
        Statement: "UPDATE Orders SET amount = ? WHERE id = ?",
        Parameters: [{ N: "12" }, { S: id }],
      }),
    );
    expect(await shop.total(customer)).toEqual({ amount: "12", orders: 1 });
  });
});

test("another attribute moves nothing", async () => {
  await update("SET note = :n", { ":n": { S: "gift" } });
  expect(await shop.total(customer)).toEqual({ amount: "10", orders: 1 });
});

test("the same order once more is no order more", async () => {
  await shop.put({ id, customer, amount: 10 });
  expect(await shop.total(customer)).toEqual({ amount: "10", orders: 1 });
});

test("an order may go to another customer", async () => {
  const other = randomUUID();
  await update("SET customer = :c", { ":c": { S: other } });
  expect(await shop.total(customer)).toEqual({ amount: "0", orders: 0 });
  expect(await shop.total(other)).toEqual({ amount: "10", orders: 1 });
});

test("an order that is deleted is taken away", async () => {
  await shop.put({ customer, amount: 5 });
  await shop.delete(id);
  expect(await shop.total(customer)).toEqual({ amount: "5", orders: 1 });
});

test("an order that is deleted and put again counts once", async () => {
  await shop.delete(id);
  await shop.put({ id, customer, amount: 7 });
  expect(await shop.total(customer)).toEqual({ amount: "7", orders: 1 });
});

test("an order that expires is taken away", async () => {
  const { clock } = shop.world;
  const expires = Math.floor((await clock.now()) / 1000) + 3600;
  await shop.put({ customer, amount: 5, expires: { N: String(expires) } });
  expect(await shop.total(customer)).toEqual({ amount: "15", orders: 2 });
  await clock.advance(2 * 3600);
  expect(await shop.total(customer)).toEqual({ amount: "10", orders: 1 });
});
