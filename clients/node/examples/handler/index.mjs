// What is tested: it keeps a total for each customer in a second table, from the stream of the orders.
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";

const dynamodb = new DynamoDBClient({});

export async function handler({ Records: records }) {
  for (const { eventID, dynamodb: change } of records) {
    try {
      await move(eventID, change.OldImage, -1);
      await move(eventID, change.NewImage, +1);
    } catch (error) {
      console.error(`order ${change.Keys.id.S}: ${error.message}`);
      return { batchItemFailures: [{ itemIdentifier: change.SequenceNumber }] }; // it, and what comes after it
    }
  }
  return { batchItemFailures: [] };
}

/** Adds an order to its customer's total, or takes it away; once, however often the record is delivered. */
async function move(eventID, order, sign) {
  if (!order) return;
  if (!(Number(order.amount?.N) >= 0)) throw new Error("an order must have an amount of 0 or more");
  const amount = sign > 0 ? order.amount.N : `-${order.amount.N}`;
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: "Totals",
        Key: { customer: order.customer },
        UpdateExpression: "ADD amount :amount, orders :orders, seen :seen",
        ConditionExpression: "NOT contains(seen, :id)",
        ExpressionAttributeValues: {
          ":amount": { N: amount },
          ":orders": { N: String(sign) },
          ":seen": { SS: [eventID + sign] },
          ":id": { S: eventID + sign },
        },
      }),
    );
  } catch (error) {
    if (error.name !== "ConditionalCheckFailedException") throw error;
  }
}
