// Powertools' idempotency: the same order twice is handled once, and answered alike.
const { makeIdempotent, IdempotencyConfig } = require("@aws-lambda-powertools/idempotency");
const { DynamoDBPersistenceLayer } = require("@aws-lambda-powertools/idempotency/dynamodb");

let handled = 0;
exports.handler = makeIdempotent(async (event) => ({ order: event.order, handled: ++handled }), {
  persistenceStore: new DynamoDBPersistenceLayer({ tableName: "Idempotency" }),
  config: new IdempotencyConfig({ eventKeyJmesPath: "order" }),
});
