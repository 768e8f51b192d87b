"""What is tested: a total for each customer in a second table, kept from the stream of orders."""

import decimal
import os

import boto3

dynamodb = boto3.client("dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL"])


def handler(event, context):
    for record in event["Records"]:
        change = record["dynamodb"]
        try:
            move(record["eventID"], change.get("OldImage"), -1)
            move(record["eventID"], change.get("NewImage"), +1)
        except ValueError as error:
            print(f"order {change['Keys']['id']['S']}: {error}")
            # It and what comes after it.
            return {"batchItemFailures": [{"itemIdentifier": change["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def move(event_id, order, sign):
    """Adds an order to its customer's total, or takes it away; once, however often the record is
    delivered."""
    if order is None:
        return
    amount = decimal.Decimal(order["amount"].get("N", "-1"))
    if amount < 0:
        raise ValueError("an order must have an amount of 0 or more")
    seen = f"{event_id}{sign}"
    try:
        dynamodb.update_item(
            TableName="Totals",
            Key={"customer": order["customer"]},
            UpdateExpression="ADD amount :amount, orders :orders, seen :seen",
            ConditionExpression="NOT contains(seen, :id)",
            ExpressionAttributeValues={
                ":amount": {"N": f"{amount.copy_negate() if sign < 0 else amount:f}"},
                ":orders": {"N": str(sign)},
                ":seen": {"SS": [seen]},
                ":id": {"S": seen},
            },
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        pass
