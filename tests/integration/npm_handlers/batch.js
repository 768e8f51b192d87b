// Powertools' batch processor: a record whose name begins with "bad" is answered as one that failed.
const { BatchProcessor, EventType, processPartialResponse } = require("@aws-lambda-powertools/batch");

const processor = new BatchProcessor(EventType.DynamoDBStreams);

async function handle(record) {
  const name = record.dynamodb.NewImage.pk.S ?? record.dynamodb.NewImage.pk;
  console.log(`handles ${name}`);
  if (name.startsWith("bad")) throw new Error(name);
}

exports.handler = (event, context) => processPartialResponse(event, handle, processor, { context });
