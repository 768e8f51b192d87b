// What the tests stand on: a world for each worker of vitest, and in it the shop as it would be deployed.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startRivulet } from "rivulet-client";

// The function runs where it lies, with the packages that are found from there: nothing is zipped.
const HANDLER = fileURLToPath(new URL("../handler", import.meta.url));
const NO_DRAFTS = { dynamodb: { Keys: { id: { S: [{ "anything-but": { prefix: "draft-" } }] } } } };

/** A shop in a world of its own, on the server that all workers share. */
export async function openShop() {
  const rivulet = await startRivulet(); // that of server.js
  const shop = new Shop(rivulet, await rivulet.world());
  await shop.deploy();
  return shop;
}

/** An order as DynamoDB has it; its amount may be an attribute value of any type. */
export function itemOf({ id = randomUUID(), customer, amount, ...more }) {
  const value = typeof amount === "object" ? amount : { N: String(amount) };
  return { id: { S: id }, customer: { S: customer }, amount: value, ...more };
}

export class Shop {
  constructor(rivulet, world) {
    this.rivulet = rivulet;
    this.world = world;
    this.dynamodb = new DynamoDBClient(world.clientConfig);
    this.lambda = new LambdaClient(world.clientConfig);
    this.sqs = new SQSClient(world.clientConfig);
  }

  async deploy() {
    const [orders, , { QueueUrl }] = await Promise.all([
      this.#createTable("Orders", "id", { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" }),
      this.#createTable("Totals", "customer"),
      this.sqs.send(new CreateQueueCommand({ QueueName: "failed-orders" })),
      this.#createFunction(),
    ]);
    this.failedOrders = QueueUrl;
    await this.dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName: "Orders",
        TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
      }),
    );
    this.mapping = await this.#createMapping(orders.TableDescription.LatestStreamArn);
  }

  /** Puts an order of a customer, and answers its id. */
  async put(order) {
    const Item = itemOf(order);
    await this.dynamodb.send(new PutItemCommand({ TableName: "Orders", Item }));
    return Item.id.S;
  }

  putBatch(count, order) {
    const Orders = Array.from({ length: count }, () => ({ PutRequest: { Item: itemOf(order) } }));
    return this.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { Orders } }));
  }

  delete(id) {
    return this.dynamodb.send(new DeleteItemCommand({ TableName: "Orders", Key: { id: { S: id } } }));
  }

  /** The total of a customer, once everything is delivered; undefined for none. */
  async total(customer) {
    await this.world.drain();
    const key = { customer: { S: customer } };
    const { Item } = await this.dynamodb.send(new GetItemCommand({ TableName: "Totals", Key: key }));
    return Item && { amount: Item.amount.N, orders: Number(Item.orders.N) };
  }

  /** What the failure path was told since the last look, once everything is delivered. */
  async failures() {
    await this.world.drain();
    const all = [];
    for (;;) {
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.failedOrders, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return all;
      for (const { Body, ReceiptHandle } of Messages) {
        all.push(JSON.parse(Body));
        await this.sqs.send(new DeleteMessageCommand({ QueueUrl: this.failedOrders, ReceiptHandle }));
      }
    }
  }

  #createTable(name, key, stream) {
    return this.dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
        KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
        StreamSpecification: stream,
      }),
    );
  }

  #createFunction() {
    return this.lambda.send(
      new CreateFunctionCommand({
        FunctionName: "totals",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: "arn:aws:iam::000000000000:role/any",
        Timeout: 10,
        Code: { S3Bucket: "hot-reload", S3Key: HANDLER },
      }),
    );
  }

  async #createMapping(stream) {
    const queue = `arn:aws:sqs:${this.world.region}:${this.world.account}:failed-orders`;
    const { UUID } = await this.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: "totals",
        EventSourceArn: stream,
        StartingPosition: "TRIM_HORIZON",
        BatchSize: 100,
        MaximumRetryAttempts: 2,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify(NO_DRAFTS) }] },
        DestinationConfig: { OnFailure: { Destination: queue } },
      }),
    );
    return UUID;
  }
}
