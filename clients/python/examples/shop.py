"""The shop as it would be deployed, in a world, and what tests do with it."""

import json
import pathlib
import uuid

HANDLER = str(pathlib.Path(__file__).resolve().parent / "handler")
NO_DRAFTS = {"dynamodb": {"Keys": {"id": {"S": [{"anything-but": {"prefix": "draft-"}}]}}}}


class Shop:
    def __init__(self, world):
        self.world = world
        self.dynamodb = world.client("dynamodb")
        self.lambda_ = world.client("lambda")
        self.sqs = world.client("sqs")

    def deploy(self):
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        orders = self.create_table("Orders", "id", StreamSpecification=stream)
        self.create_table("Totals", "customer")
        self.dynamodb.update_time_to_live(
            TableName="Orders",
            TimeToLiveSpecification={"AttributeName": "expires", "Enabled": True},
        )
        self.failed_orders = self.sqs.create_queue(QueueName="failed-orders")["QueueUrl"]
        # The function runs where it lies: nothing is zipped.
        self.lambda_.create_function(
            FunctionName="totals",
            Runtime="python3.13",
            Handler="totals.handler",
            Role="arn:aws:iam::000000000000:role/any",
            Timeout=10,
            Code={"S3Bucket": "hot-reload", "S3Key": HANDLER},
        )
        queue = f"arn:aws:sqs:{self.world.region}:{self.world.account}:failed-orders"
        self.mapping = self.lambda_.create_event_source_mapping(
            FunctionName="totals",
            EventSourceArn=orders["TableDescription"]["LatestStreamArn"],
            StartingPosition="TRIM_HORIZON",
            BatchSize=100,
            MaximumRetryAttempts=2,
            BisectBatchOnFunctionError=True,
            FunctionResponseTypes=["ReportBatchItemFailures"],
            FilterCriteria={"Filters": [{"Pattern": json.dumps(NO_DRAFTS)}]},
            DestinationConfig={"OnFailure": {"Destination": queue}},
        )["UUID"]

    def create_table(self, name, key, **settings):
        return self.dynamodb.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            **settings,
        )

    def put(self, customer, amount, order_id=None, **more):
        """Puts an order of a customer, and returns its id."""
        item = order(customer, amount, order_id)
        self.dynamodb.put_item(TableName="Orders", Item={**item, **more})
        return item["id"]["S"]

    def put_batch(self, customer, amount, count):
        requests = [{"PutRequest": {"Item": order(customer, amount)}} for _ in range(count)]
        self.dynamodb.batch_write_item(RequestItems={"Orders": requests})

    def update(self, order_id, expression, **values):
        self.dynamodb.update_item(
            TableName="Orders",
            Key={"id": {"S": order_id}},
            UpdateExpression=expression,
            ExpressionAttributeValues={f":{name}": value for name, value in values.items()},
        )

    def delete(self, order_id):
        self.dynamodb.delete_item(TableName="Orders", Key={"id": {"S": order_id}})

    def total(self, customer):
        """The amount and the orders of a customer, once everything is delivered; None for none."""
        self.world.drain()
        key = {"customer": {"S": customer}}
        item = self.dynamodb.get_item(TableName="Totals", Key=key).get("Item")
        return item and (item["amount"]["N"], int(item["orders"]["N"]))

    def failures(self):
        """What the failure path was told since the last look, once everything is delivered."""
        self.world.drain()
        told = []
        queue = {"QueueUrl": self.failed_orders}
        while messages := self.sqs.receive_message(**queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                told.append(json.loads(message["Body"]))
                self.sqs.delete_message(**queue, ReceiptHandle=message["ReceiptHandle"])
        return told

    def enable(self, enabled):
        self.lambda_.update_event_source_mapping(UUID=self.mapping, Enabled=enabled)


def order(customer, amount, order_id=None):
    value = amount if isinstance(amount, dict) else {"N": str(amount)}
    return {
        "id": {"S": order_id or str(uuid.uuid4())},
        "customer": {"S": customer},
        "amount": value,
    }
