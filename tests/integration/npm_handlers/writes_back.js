// A client that nobody configured, and a logger: what comes from the table goes back to it, upper case.
const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocumentClient, UpdateCommand } = require("@aws-sdk/lib-dynamodb");
const pino = require("pino");

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const logger = pino();

exports.handler = async (event) => {
  for (const { dynamodb } of event.Records) {
    const name = dynamodb.NewImage.pk.S;
    if (dynamodb.NewImage.loud) continue;
    logger.info({ name }, "writes back");
    await table.send(new UpdateCommand({
      TableName: "Words", Key: { pk: name },
      UpdateExpression: "SET loud = :loud", ExpressionAttributeValues: { ":loud": name.toUpperCase() },
    }));
  }
};
