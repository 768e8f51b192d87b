"""Faults that are asked for (docs/faults.md), as SDKs meet them."""
import time
import unittest

import boto3
import botocore
import botocore.session
from botocore.config import Config

import control
from harness import ServerTest

TABLE = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
}


def item(key):
    return {"id": {"S": key}}


class FaultTest(ServerTest):
    """Each test has a table of its own, and leaves no fault behind."""

    def setUp(self):
        self.dynamodb = self.server.client("dynamodb")
        self.table = self.id().rsplit(".", maxsplit=1)[-1]
        self.dynamodb.create_table(TableName=self.table, **TABLE)

    def tearDown(self):
        control.call(self.server, "DELETE", "faults?account=*")

    def set(self, on="operation", **members):
        return control.post(self.server, "faults", on=on, **members)["id"]

    def fault(self, fault_id):
        return control.get(self.server, f"faults/{fault_id}")

    def put(self, key, client=None):
        (client or self.dynamodb).put_item(TableName=self.table, Item=item(key))

    def has(self, key):
        return "Item" in self.dynamodb.get_item(TableName=self.table, Key=item(key))

    def assert_used_up(self, fault_id, times):
        fault = self.fault(fault_id)
        self.assertEqual((fault["done"], fault["remaining"]), (times, 0))


class Errors(FaultTest):
    def test_an_error_comes_so_many_times(self):
        fault = self.set(operation="PutItem", table=self.table, times=2,
                         error="ProvisionedThroughputExceededException")
        for _ in range(2):
            with self.assertRaises(
                    self.dynamodb.exceptions.ProvisionedThroughputExceededException) as caught:
                self.put("a")
            self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        self.assertFalse(self.has("a"))
        self.put("a")
        self.assert_used_up(fault, 2)
        self.assertAlmostEqual(self.fault(fault)["last"], time.time(), delta=10)

    def test_an_sdk_tries_again(self):
        client = boto3.client(
            "dynamodb", endpoint_url=self.server.url, region_name="us-east-1",
            aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret",
            config=Config(retries={"max_attempts": 4, "mode": "standard"}))
        fault = self.set(operation="PutItem", error="ThrottlingException", times=2)
        answer = client.put_item(TableName=self.table, Item=item("a"))
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 2)
        self.assert_used_up(fault, 2)
        self.assertTrue(self.has("a"))

    def test_a_lost_answer_is_of_a_write_that_was_done(self):
        self.set(operation="PutItem", error="InternalServerError", when="after")
        self.assert_error("InternalServerError", "Internal server error", self.put, key="a")
        self.assertTrue(self.has("a"))

    def test_a_condition_fails_that_holds(self):
        self.set(operation="UpdateItem", error="ConditionalCheckFailedException")
        self.assert_error("ConditionalCheckFailedException", "The conditional request failed",
                          self.dynamodb.update_item, TableName=self.table, Key=item("a"))

    def test_a_single_write_meets_a_transaction(self):
        self.set(operation="DeleteItem", error="TransactionConflictException")
        self.assert_error("TransactionConflictException", "Transaction is ongoing for the item",
                          self.dynamodb.delete_item, TableName=self.table, Key=item("a"))

    def test_tables_and_accounts_are_told_apart(self):
        self.dynamodb.create_table(TableName="Others", **TABLE)
        fault = self.set(operation="PutItem", table="Others", error="ThrottlingException")
        other = self.server.client("dynamodb", account="000000000042")
        self.put("a")
        other.create_table(TableName="Others", **TABLE)
        other.put_item(TableName="Others", Item=item("a"))
        self.assertEqual(self.fault(fault)["matched"], 0)
        arn = self.dynamodb.describe_table(TableName="Others")["Table"]["TableArn"]
        self.assert_error("ThrottlingException", None, self.dynamodb.put_item, TableName=arn,
                          Item=item("a"))
        everywhere = self.set(operation="PutItem", account="*", error="ThrottlingException")
        self.assert_error("ThrottlingException", None, other.put_item, TableName="Others",
                          Item=item("b"))
        self.assert_used_up(everywhere, 1)

    def test_all_services_have_errors(self):
        clients = {name: self.server.client(name) for name in ("lambda", "logs", "s3", "sns", "sqs",
                                                               "dynamodbstreams")}
        calls = [
            ("sqs", "ListQueues", "RequestThrottled", "Request is throttled.", 403, {}),
            ("sns", "Publish", "InternalError", "The request could not be completed.", 500,
             {"TopicArn": "arn:aws:sns:us-east-1:000000000000:t", "Message": "m"}),
            ("s3", "PutObject", "SlowDown", "Please reduce your request rate.", 503,
             {"Bucket": "b", "Key": "k"}),
            ("logs", "DescribeLogGroups", "ServiceUnavailableException",
             "The service cannot complete the request.", 503, {}),
            ("lambda", "Invoke", "TooManyRequestsException", "Rate Exceeded.", 429,
             {"FunctionName": "f"}),
            ("dynamodbstreams", "ListStreams", "InternalServerError", "Internal server error", 500,
             {}),
        ]
        for service, operation, code, message, status, arguments in calls:
            with self.subTest(service=service):
                fault = self.set(operation=operation, service=service, error=code)
                client = clients[service]
                with self.assertRaises(botocore.exceptions.ClientError) as caught:
                    client._make_api_call(operation, arguments)
                answer = caught.exception.response
                self.assertEqual((answer["Error"]["Code"], answer["Error"]["Message"]),
                                 (code, message))
                self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], status)
                self.assert_used_up(fault, 1)

    def test_the_resource_names_whose_requests_fail(self):
        sqs = self.server.client("sqs")
        first = sqs.create_queue(QueueName="first")["QueueUrl"]
        second = sqs.create_queue(QueueName="second")["QueueUrl"]
        self.set(operation="SendMessage", resource="first", error="KmsThrottled")
        sqs.send_message(QueueUrl=second, MessageBody="m")
        self.assert_error("KMS.ThrottlingException", None, sqs.send_message, QueueUrl=first,
                          MessageBody="m")
        sqs.send_message(QueueUrl=first, MessageBody="m")


class Models(ServerTest):
    """Every error that a model declares may be asked for, and comes as that."""

    EXTRA = ("ThrottlingException", "AccessDeniedException", "ExpiredTokenException",
             "UnrecognizedClientException")

    def errors(self, service):
        model = botocore.session.get_session().get_service_model(service)
        for name in model.operation_names:
            operation = model.operation_model(name)
            for shape in operation.error_shapes:
                yield model, name, shape

    def set(self, service, operation, error):
        try:
            return control.post(self.server, "faults", on="operation", service=service,
                                operation=operation, error=error)
        except control.ControlError as refused:
            if "is an operation of" in refused.message or "There is no operation" in refused.message:
                return None  # Rivulet lacks it
            raise

    def test_declared_errors(self):
        for service in ("dynamodb", "dynamodbstreams", "lambda", "logs", "s3", "sns", "sqs"):
            count = 0
            for model, operation, shape in self.errors(service):
                with self.subTest(service=service, operation=operation, error=shape.name):
                    fault = self.set(service, operation, shape.name)
                    if not fault:
                        continue
                    count += 1
                    self.assertEqual(fault["error"], shape.name)
                    control.call(self.server, "DELETE", f"faults/{fault['id']}")
            self.assertGreater(count, 5)

    def test_an_sdk_raises_each_as_its_own_class(self):
        for service, operation, arguments in (
                ("dynamodb", "PutItem", {"TableName": "t", "Item": item("a")}),
                ("lambda", "Invoke", {"FunctionName": "f"}),
                ("sns", "Publish", {"TopicArn": "arn:aws:sns:us-east-1:0:t", "Message": "m"}),
                ("sqs", "SendMessage", {"QueueUrl": self.server.url + "/0/q", "MessageBody": "m"})):
            client = self.server.client(service)
            for model, name, shape in self.errors(service):
                if name != operation:
                    continue
                with self.subTest(service=service, error=shape.name):
                    self.set(service, operation, shape.name)
                    with self.assertRaises(getattr(client.exceptions, shape.name)) as caught:
                        client._make_api_call(operation, arguments)
                    answer = caught.exception.response
                    status = shape.metadata.get("error", {}).get("httpStatusCode")
                    if status:
                        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], status)
        self.assertEqual([fault["remaining"] for fault in control.get(
            self.server, "faults?limit=1000")["faults"] if fault["remaining"]], [])

    def test_common_errors(self):
        client = self.server.client("dynamodb")
        for code in self.EXTRA + ("RequestLimitExceeded", "ServiceUnavailable"):
            self.set("dynamodb", "ListTables", code)
            with self.assertRaises(botocore.exceptions.ClientError) as caught:
                client.list_tables()
            self.assertEqual(caught.exception.response["Error"]["Code"], code)


class Delays(FaultTest):
    def test_a_request_is_late_and_keeps_nobody_else_waiting(self):
        self.set(operation="PutItem", table=self.table, delay_ms=300)
        began = time.monotonic()
        self.put("a")
        self.assertGreaterEqual(time.monotonic() - began, 0.3)
        self.put("b")
        self.assertTrue(self.has("a"))

    def test_a_client_gives_up_on_a_late_answer_of_a_write_that_was_done(self):
        client = self.server.client("dynamodb", read_timeout=0.2)
        self.set(operation="PutItem", delay_ms=2000, when="after")
        with self.assertRaises(botocore.exceptions.ReadTimeoutError):
            self.put("a", client)
        self.assertTrue(self.has("a"))

    def test_a_late_error(self):
        self.set(operation="PutItem", delay_ms=100, error="ServiceUnavailable")
        began = time.monotonic()
        self.assert_error("ServiceUnavailable", None, self.put, key="a")
        self.assertGreaterEqual(time.monotonic() - began, 0.1)
        self.assertFalse(self.has("a"))


class Chances(FaultTest):
    def story(self, seed):
        fault = self.set(operation="GetItem", error="ThrottlingException", probability=0.4,
                         seed=seed)
        story = ""
        for _ in range(40):
            try:
                self.has("a")
                story += "."
            except self.dynamodb.exceptions.ThrottlingException:
                story += "x"
        shown = self.fault(fault)
        self.assertEqual((shown["matched"], shown["done"]), (40, story.count("x")))
        self.assertNotIn("remaining", shown)
        control.call(self.server, "DELETE", f"faults/{fault}")
        return story

    def test_the_same_seed_and_requests_meet_the_same_faults(self):
        story = self.story(7)
        self.assertEqual(story, self.story(7))
        self.assertNotEqual(story, self.story(8))
        self.assertTrue(5 < story.count("x") < 30, story)


class Batches(FaultTest):
    def test_the_last_writes_are_left_and_written_when_tried_again(self):
        fault = self.set(operation="BatchWriteItem", table=self.table, unprocessed=2)
        puts = [{"PutRequest": {"Item": item(key)}} for key in "abcde"]
        answer = self.dynamodb.batch_write_item(RequestItems={self.table: puts})
        self.assertEqual(answer["UnprocessedItems"], {self.table: puts[3:]})
        self.assertEqual([self.has(key) for key in "abcde"], [True] * 3 + [False] * 2)
        again = self.dynamodb.batch_write_item(RequestItems=answer["UnprocessedItems"])
        self.assertEqual(again["UnprocessedItems"], {})
        self.assertTrue(self.has("e"))
        self.assert_used_up(fault, 1)

    def test_a_batch_writer_writes_all(self):
        self.set(operation="BatchWriteItem", unprocessed=3, times=2)
        resource = boto3.resource(
            "dynamodb", endpoint_url=self.server.url, region_name="us-east-1",
            aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret")
        with resource.Table(self.table).batch_writer() as batch:
            for number in range(30):
                batch.put_item(Item={"id": str(number)})
        self.assertEqual(self.dynamodb.scan(TableName=self.table)["Count"], 30)

    def test_the_last_keys_are_left(self):
        for key in "abc":
            self.put(key)
        self.set(operation="BatchGetItem", unprocessed=1)
        asked = {self.table: {"Keys": [item(key) for key in "abc"], "ConsistentRead": True}}
        answer = self.dynamodb.batch_get_item(RequestItems=asked)
        self.assertEqual(answer["Responses"][self.table], [item("a"), item("b")])
        self.assertEqual(answer["UnprocessedKeys"],
                         {self.table: {"Keys": [item("c")], "ConsistentRead": True}})


class Transactions(FaultTest):
    def test_a_transaction_is_cancelled_for_reasons(self):
        self.set(operation="TransactWriteItems", error="TransactionCanceledException",
                 reasons=["None", "ConditionalCheckFailed"])
        puts = [{"Put": {"TableName": self.table, "Item": item(key)}} for key in "abc"]
        with self.assertRaises(self.dynamodb.exceptions.TransactionCanceledException) as caught:
            self.dynamodb.transact_write_items(TransactItems=puts)
        answer = caught.exception.response
        self.assertEqual(answer["Error"]["Message"],
                         "Transaction cancelled, please refer cancellation reasons for specific "
                         "reasons [None, ConditionalCheckFailed, None]")
        self.assertEqual(answer["CancellationReasons"],
                         [{"Code": "None"},
                          {"Code": "ConditionalCheckFailed",
                           "Message": "The conditional request failed"}, {"Code": "None"}])
        self.assertFalse(self.has("a"))
        self.dynamodb.transact_write_items(TransactItems=puts)
        self.assertTrue(self.has("c"))

    def test_reads_conflict_too(self):
        self.set(operation="TransactGetItems", table=self.table,
                 error="TransactionCanceledException")
        with self.assertRaises(self.dynamodb.exceptions.TransactionCanceledException) as caught:
            self.dynamodb.transact_get_items(
                TransactItems=[{"Get": {"TableName": self.table, "Key": item("a")}}])
        self.assertEqual(caught.exception.response["CancellationReasons"],
                         [{"Code": "TransactionConflict",
                           "Message": "Transaction is ongoing for the item"}])


class Control(FaultTest):
    def test_faults_are_shown_and_deleted(self):
        fault = self.set(operation="PutItem", error="ThrottlingException", times=3)
        self.assertEqual(
            control.get(self.server, "faults"),
            {"faults": [{"id": fault, "account": "000000000000", "region": "us-east-1",
                         "on": "operation", "service": "dynamodb", "operation": "PutItem",
                         "error": "ThrottlingException", "times": 3, "matched": 0, "done": 0,
                         "remaining": 3}]})
        self.assertEqual(control.call(self.server, "DELETE", f"faults/{fault}"), {"removed": 1})
        self.put("a")
        self.assertEqual(control.get(self.server, "faults"), {"faults": []})

    def test_what_cannot_be_is_refused(self):
        for members, status, message in (
                ({"operation": "PutItems"}, 400, "There is no operation PutItems."),
                ({"operation": "PutItem", "table": "Nothing", "delay_ms": 1}, 404,
                 "There is no table Nothing."),
                ({"operation": "PutItem"}, 400,
                 "A fault of an operation needs error, delay_ms or unprocessed.")):
            with self.subTest(**members), self.assertRaises(control.ControlError) as caught:
                self.set(**members)
            self.assertEqual((caught.exception.status, caught.exception.message),
                             (status, message))
        with self.assertRaises(control.ControlError) as caught:
            self.set(operation="GetItem", error="ConditionalCheckFailedException")
        self.assertTrue(caught.exception.message.startswith(
            "GetItem doesn't answer ConditionalCheckFailedException. It may answer "))


if __name__ == "__main__":
    unittest.main()
