"""kill -9 at each point between a write and the checkpoint that passes it: after the restart no record is lost, no
more than the batch in flight is repeated, and a poison record's budget of attempts holds."""
import collections
import json
import os
import pathlib
import signal
import tempfile
import unittest

import botocore.exceptions

from control import drain
from harness import DEADLINE_SECONDS, Server, data_directory, zip_of
from lambda_cases import ROLE

KEYS = ["a", "b", "poison", "c", "d"]
ATTEMPTS = 3
# Notes what came before it answers, in a file that outlives the server.
HANDLER = """import os
def handler(event, context):
    keys = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]
    with open(os.environ["NOTES"], "a") as notes:
        notes.write("".join(key + "\\n" for key in keys))
    if "poison" in keys:
        raise ValueError("poison")
"""
TABLE = {
    "TableName": "Kept", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}


class KillPoints(unittest.TestCase):
    def make(self, server, notes):
        """Table, function and mapping, with a queue for what is given up."""
        stream = server.client("dynamodb").create_table(**TABLE)["TableDescription"]["LatestStreamArn"]
        server.client("sqs").create_queue(QueueName="given-up")
        functions = server.client("lambda")
        functions.create_function(
            FunctionName="notes", Runtime="python3.11", Handler="main.handler", Role=ROLE,
            Code={"ZipFile": zip_of(**{"main.py": HANDLER})},
            Environment={"Variables": {"NOTES": str(notes)}})
        functions.create_event_source_mapping(
            FunctionName="notes", EventSourceArn=stream, StartingPosition="TRIM_HORIZON", BatchSize=1,
            MaximumRetryAttempts=ATTEMPTS - 1, DestinationConfig={
                "OnFailure": {"Destination": "arn:aws:sqs:us-east-1:000000000000:given-up"}})

    def put_until_killed(self, server):
        dynamodb = server.client("dynamodb")
        try:
            for key in KEYS:
                dynamodb.put_item(TableName="Kept", Item={"pk": {"S": key}})
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError):
            pass  # it was killed, and the write isn't known to have been done
        self.assertEqual(server.process.wait(DEADLINE_SECONDS), -signal.SIGKILL)

    def given_up(self, server):
        """The documents in the queue of failures."""
        queues = server.client("sqs")
        url = queues.get_queue_url(QueueName="given-up")["QueueUrl"]
        received = queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in received.get("Messages", [])]

    def run_killed_at(self, point):
        """How often the handler saw each key, and what was given up."""
        with data_directory() as data, tempfile.TemporaryDirectory(prefix="rivulet-test-") as directory:
            notes = pathlib.Path(directory) / "notes"
            server = Server(data_dir=data)
            self.make(server, notes)
            server.stop()
            server.popen = {"env": {**os.environ, "RIVULET_TEST_KILL_AT": point}}
            server.start()
            self.put_until_killed(server)
            server.kill()
            server.popen = {}
            server.start()
            try:
                dynamodb = server.client("dynamodb")
                for key in KEYS:  # one that was written makes no second record
                    dynamodb.put_item(TableName="Kept", Item={"pk": {"S": key}})
                drain(server)
                return collections.Counter(notes.read_text().split()), self.given_up(server)
            finally:
                server.kill()

    def repeated_at(self, point):
        """How many steps were done twice, invocations and documents: the one that was in flight, and on a
        machine that is busy also the one before it, whose checkpoint was still to be committed."""
        with self.subTest(point):
            seen, given_up = self.run_killed_at(point)
            expected = {key: ATTEMPTS if key == "poison" else 1 for key in KEYS}
            self.assertEqual(set(seen), set(expected))
            more = [seen[key] - expected[key] for key in KEYS] + [len(given_up) - 1]
            self.assertEqual(min(more), 0)
            self.assertLessEqual(sum(more), 2, f"{seen}, {len(given_up)} documents")
            for document in given_up:
                self.assertEqual(document["requestContext"]["condition"], "RetryAttemptsExhausted")
                self.assertEqual(document["requestContext"]["approximateInvokeCount"], ATTEMPTS)
                self.assertEqual(document["DDBStreamBatchInfo"]["batchSize"], 1)
            return sum(more)

    def test_between_a_commit_and_its_answer(self):
        for nth in (1, 3, 5):
            self.repeated_at(f"written:{nth}")

    def test_between_a_filter_and_the_invocation(self):
        self.assertEqual(self.repeated_at("filtered:1"), 0)
        for nth in (3, 4, 6):
            self.repeated_at(f"filtered:{nth}")

    def test_between_an_invocation_and_what_is_made_of_it(self):
        for nth in (1, 3, 4, 5, 6):
            self.assertIn(self.repeated_at(f"invoked:{nth}"), (1, 2))

    def test_behind_a_destination_that_has_what_is_given_up(self):
        self.assertEqual(self.repeated_at("sent"), 0)  # a queue has it in the checkpoint's commit

    def test_behind_a_checkpoint(self):
        for nth in (1, 2, 3, 4, 5, 6):
            self.repeated_at(f"checkpointed:{nth}")


if __name__ == "__main__":
    unittest.main()
