// Follows a stream's shards as a program on AWS would, with AWS's own package: a shard is read once
// its parent has been read to its end. Writes a line for each record, {item, count}, and ends when
// it has so many.
// usage: node consumer.mjs ENDPOINT STREAM_ARN RECORDS
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";

const [endpoint, StreamArn, records] = process.argv.slice(2);
const client = new DynamoDBStreamsClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "A", secretAccessKey: "s" },
});

const iterators = new Map(); // shard id: where to go on; undefined when it was read to its end
let seen = 0;

async function shards() {
  const all = [];
  let ExclusiveStartShardId;
  do {
    const page = await client.send(
      new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId, Limit: 3 }),
    );
    all.push(...page.StreamDescription.Shards);
    ExclusiveStartShardId = page.StreamDescription.LastEvaluatedShardId;
  } while (ExclusiveStartShardId);
  return all;
}

const isFinished = (ShardId) => iterators.has(ShardId) && iterators.get(ShardId) === undefined;

async function read(ShardId) {
  if (!iterators.has(ShardId)) {
    const place = await client.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
    );
    iterators.set(ShardId, place.ShardIterator);
  }
  const page = await client.send(
    new GetRecordsCommand({ ShardIterator: iterators.get(ShardId), Limit: 100 }),
  );
  for (const { dynamodb } of page.Records) {
    console.log(JSON.stringify({ item: dynamodb.Keys.pk.S, count: Number(dynamodb.NewImage.n.N) }));
    seen += 1;
  }
  iterators.set(ShardId, page.NextShardIterator);
}

while (seen < Number(records)) {
  const known = await shards();
  const ids = new Set(known.map((shard) => shard.ShardId));
  for (const { ShardId, ParentShardId } of known) {
    const waits = ids.has(ParentShardId) && !isFinished(ParentShardId);
    if (!waits && !isFinished(ShardId)) await read(ShardId);
  }
}
