// Queues, topics and buckets through the JavaScript SDK, with the settings that it has by itself: only the
// endpoint is ours. Prints a JSON object with what it saw.
import {
  CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command,
  PutObjectCommand, S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateTopicCommand, ListSubscriptionsByTopicCommand, PublishCommand, SNSClient, SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand, DeleteMessageBatchCommand, GetQueueAttributesCommand, QueueDoesNotExist,
  ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient,
} from "@aws-sdk/client-sqs";
import { Consumer } from "sqs-consumer";

const [, , part, endpoint] = process.argv;

async function queues() {
  const sqs = new SQSClient({ endpoint });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "jobs" }));
  const sent = await sqs.send(new SendMessageCommand({
    QueueUrl, MessageBody: "one", MessageAttributes: { kind: { DataType: "String", StringValue: "x" } },
  }));
  await sqs.send(new SendMessageBatchCommand({
    QueueUrl, Entries: ["two", "three"].map((body, i) => ({ Id: String(i), MessageBody: body })),
  }));
  const messages = [];
  while (messages.length < 3) {
    const received = await sqs.send(new ReceiveMessageCommand({
      QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5, MessageAttributeNames: ["All"],
    }));
    messages.push(...(received.Messages ?? []));
  }
  await sqs.send(new DeleteMessageBatchCommand({
    QueueUrl,
    Entries: messages.map((each, i) => ({ Id: String(i), ReceiptHandle: each.ReceiptHandle })),
  }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({
    QueueUrl, AttributeNames: ["All"],
  }));
  const missing = await sqs.send(new SendMessageCommand({
    QueueUrl: QueueUrl + "-missing", MessageBody: "x",
  })).catch(error => error instanceof QueueDoesNotExist && error.name);
  const first = messages.find(each => each.Body === "one");
  return {
    sameId: sent.MessageId === first.MessageId,
    bodies: messages.map(each => each.Body).sort(),
    attribute: first.MessageAttributes.kind.StringValue,
    left: [Attributes.ApproximateNumberOfMessages,
           Attributes.ApproximateNumberOfMessagesNotVisible],
    missing,
  };
}

async function topics() {
  const sns = new SNSClient({ endpoint });
  const sqs = new SQSClient({ endpoint });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "subscriber" }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({
    QueueUrl, AttributeNames: ["QueueArn"],
  }));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "news" }));
  await sns.send(new SubscribeCommand({
    TopicArn, Protocol: "sqs", Endpoint: Attributes.QueueArn,
  }));
  const { MessageId } = await sns.send(new PublishCommand({
    TopicArn, Message: "hello", Subject: "greeting",
  }));
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  const notification = JSON.parse(Messages[0].Body);
  return {
    topic: TopicArn, endpoints: Subscriptions.map(each => each.Endpoint),
    message: [notification.Subject, notification.Message], sameId: notification.MessageId === MessageId,
  };
}

// Hosts that a bucket's name leads don't resolve: a path has it instead.
async function buckets() {
  const s3 = new S3Client({ endpoint, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "files" }));
  const Key = "a folder/ü+.txt";
  await s3.send(new PutObjectCommand({
    Bucket: "files", Key, Body: "hello", ContentType: "text/plain", Metadata: { colour: "blue" },
  }));
  const got = await s3.send(new GetObjectCommand({ Bucket: "files", Key }));
  const body = await got.Body.transformToString();
  const head = await s3.send(new HeadObjectCommand({ Bucket: "files", Key }));
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: "files", Prefix: "a folder/" }));
  await s3.send(new DeleteObjectCommand({ Bucket: "files", Key }));
  const gone = await s3.send(new GetObjectCommand({ Bucket: "files", Key })).catch(error => error.name);
  return {
    body, type: got.ContentType, metadata: got.Metadata, length: head.ContentLength,
    keys: listed.Contents.map(each => each.Key), gone,
  };
}

async function consumer() {
  const sqs = new SQSClient({ endpoint });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "consumed" }));
  for (let i = 0; i < 5; ++i) {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: String(i) }));
  }
  const seen = [];
  await new Promise((resolve, reject) => {
    const app = Consumer.create({
      queueUrl: QueueUrl, sqs, waitTimeSeconds: 5,
      handleMessage: async message => {
        seen.push(message.Body);
        return message;
      },
    });
    app.on("error", reject);
    app.on("processing_error", reject);
    app.on("message_processed", () => seen.length === 5 && app.stop());
    app.on("stopped", resolve);
    app.start();
  });
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({
    QueueUrl, AttributeNames: ["All"],
  }));
  return {
    seen: seen.sort(),
    left: [Attributes.ApproximateNumberOfMessages,
           Attributes.ApproximateNumberOfMessagesNotVisible],
  };
}

console.log(JSON.stringify(await { queues, topics, buckets, consumer }[part]()));
