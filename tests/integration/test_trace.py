"""The trace of a record: why it was dropped, how it was tried, what its handler printed."""
import json
import unittest

from control import ControlError, drain, get, post
from harness import data_directory
from test_event_source_mappings import PRINTS, MappingTest

POISON = """
def handler(event, context):
    if any(record["dynamodb"]["Keys"]["pk"]["S"] == "poison" for record in event["Records"]):
        raise ValueError("no poison, please")
"""
# Fails twice, whichever process it runs in.
THIRD_TIME = """
import os
def handler(event, context):
    path = os.path.join(os.environ["DIRECTORY"], "attempts")
    with open(path, "a") as file:
        file.write("x")
    attempt = os.path.getsize(path)
    print("this is attempt", attempt)
    if attempt < 3:
        raise RuntimeError("not yet")
"""


# Writes to the table that feeds it, once.
FEEDS_ITSELF = """
import json, os, urllib.request
def handler(event, context):
    record = event["Records"][0]
    if record["dynamodb"]["Keys"]["pk"]["S"] != "a":
        return
    body = {"TableName": record["eventSourceARN"].split("/")[1], "Item": {"pk": {"S": "b"}}}
    urllib.request.urlopen(urllib.request.Request(
        os.environ["AWS_ENDPOINT_URL"], json.dumps(body).encode(), {
            "X-Amz-Target": "DynamoDB_20120810.PutItem", "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Date": "20260101T000000Z", "X-Amz-Security-Token": os.environ["AWS_SESSION_TOKEN"],
            "Authorization": f"AWS4-HMAC-SHA256 Credential={os.environ['AWS_ACCESS_KEY_ID']}/20260101/"
                             "us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x"})).read()
"""


class Warnings(MappingTest):
    def warnings(self, uuid):
        """Those of the mapping, which are its trace's, too."""
        shown = get(self.server, f"mappings/{uuid}").get("warnings", [])
        self.assertEqual(get(self.server, f"mappings/{uuid}/records").get("warnings", []), shown)
        return shown

    def test_a_function_that_feeds_itself_is_seen(self):
        stream = self.table("Fed")
        self.create("feeds-itself", FEEDS_ITSELF)
        uuid = self.map("feeds-itself", stream, MaximumRetryAttempts=1)["UUID"]
        self.assertEqual(self.warnings(uuid), [])
        self.put("Fed", "a")
        drain(self.server)
        self.assertEqual(self.warnings(uuid), [
            "the function writes to the table that feeds it: unless something ends that, each of its "
            "writes causes the next"])

    def test_a_filter_that_can_not_match_is_told_of(self):
        stream = self.table("Linted", view="KEYS_ONLY")
        self.create("linted")
        pattern = json.dumps({"dynamodb": {"NewImage": {"status": {"S": ["open"]}}}})
        uuid = self.map("linted", stream, MaximumRetryAttempts=1,
                        FilterCriteria={"Filters": [{"Pattern": pattern}]})["UUID"]
        self.assertEqual(self.warnings(uuid), [
            "filter 1 asks for dynamodb.NewImage, which records of a stream with the view type "
            "KEYS_ONLY don't have"])


class Trace(MappingTest):
    def records(self, mapping, query=""):
        """The traced records by their keys."""
        answer = get(self.server, f"mappings/{mapping['UUID']}/records{query}")
        return {record["keys"]["pk"]["S"]: record for record in answer["records"]}

    def test_a_record_that_a_filter_dropped_names_the_clause(self):
        stream = self.table("Dropped")
        self.create("dropped")
        pattern = {"dynamodb": {"NewImage": {"status": {"S": ["closed", "void"]}}}}
        mapping = self.map("dropped", stream, FilterCriteria={
            "Filters": [{"Pattern": json.dumps(pattern)}]})
        self.put("Dropped", "a", status={"S": "open"})
        self.put("Dropped", "b", status={"S": "void"})
        drain(self.server)
        records = self.records(mapping)
        self.assertEqual(records["a"]["outcome"], "filtered")
        self.assertEqual(records["a"]["filter"], {"passed": False, "why": [
            'dynamodb.NewImage.status.S is "open", the pattern wants one of "closed", "void"']})
        self.assertEqual(records["a"]["batches"], [])
        self.assertEqual(records["b"]["outcome"], "delivered")
        self.assertEqual(records["b"]["filter"], {"passed": True})

    def test_a_dropped_record_is_explained_by_the_filter_that_dropped_it(self):
        stream = self.table("Refiltered")
        self.create("refiltered")
        def criteria(key):
            return {"Filters": [{"Pattern": json.dumps({"dynamodb": {"Keys": {"pk": {"S": [key]}}}})}]}
        mapping = self.map("refiltered", stream, FilterCriteria=criteria("x"))
        self.put("Refiltered", "a")
        drain(self.server)
        self.functions.update_event_source_mapping(
            UUID=mapping["UUID"], FilterCriteria=criteria("a"))
        self.put("Refiltered", "b")
        drain(self.server)
        records = self.records(mapping)
        self.assertEqual(records["a"]["filter"]["why"],
                         ['dynamodb.Keys.pk.S is "a", the pattern wants "x"'])
        self.assertEqual(records["b"]["filter"]["why"],
                         ['dynamodb.Keys.pk.S is "b", the pattern wants "a"'])

    def test_a_poison_record_is_batched_bisected_tried_and_discarded(self):
        stream = self.table("Poisoned")
        self.create("poisoned", POISON)
        self.put("Poisoned", "a", "b", "poison", "c")
        mapping = self.map("poisoned", stream, BisectBatchOnFunctionError=True,
                           MaximumRetryAttempts=1)
        drain(self.server)
        records = self.records(mapping)
        outcomes = {key: record["outcome"] for key, record in records.items()}
        self.assertEqual(outcomes, {"a": "delivered", "b": "delivered", "poison": "discarded",
                                    "c": "delivered"})
        whole, half, alone = records["poison"]["batches"]
        self.assertEqual([batch["records"] for batch in (whole, half, alone)], [4, 2, 1])
        self.assertEqual([batch["attempts"] for batch in (whole, half, alone)], [1, 1, 2])
        self.assertNotIn("discarded", half)
        self.assertEqual(alone["discarded"], {"condition": "RetryAttemptsExhausted"})
        self.assertEqual(alone["first"], records["poison"]["sequence"])
        for number, attempt in enumerate(alone["newest_attempts"], 1):
            self.assertEqual((attempt["attempt"], attempt["outcome"], attempt["error"]),
                             (number, "failed", "ValueError: no poison, please"))
            self.assertGreaterEqual(attempt["duration_ms"], 0)
        self.assertEqual([batch["records"] for batch in records["a"]["batches"]], [4, 2])

    def test_a_record_that_came_through_in_the_third_attempt_shows_its_log_lines(self):
        stream = self.table("Third")
        with data_directory() as path:
            self.create("third", THIRD_TIME, Environment={"Variables": {"DIRECTORY": path}})
            mapping = self.map("third", stream)
            self.put("Third", "a")
            drain(self.server)
        record = self.records(mapping, "?logs=true")["a"]
        self.assertEqual(record["outcome"], "delivered")
        (batch,) = record["batches"]
        self.assertEqual(batch["attempts"], 3)
        outcomes = [attempt["outcome"] for attempt in batch["newest_attempts"]]
        self.assertEqual(outcomes, ["failed", "failed", "delivered"])
        last = batch["newest_attempts"][-1]
        log = last["log"]
        self.assertEqual(log["group"], "/aws/lambda/third")
        self.assertIn("this is attempt 3\n", log["lines"])
        self.assertNotIn("this is attempt 2\n", log["lines"])
        self.assertRegex(log["lines"][0], f"^START RequestId: {last['request_id']} ")
        self.assertRegex(log["lines"][-1], f"^REPORT RequestId: {last['request_id']}\t")
        events = self.logs.filter_log_events(
            logGroupName=log["group"], logStreamNames=[log["stream"]])["events"]
        by_id = {event["eventId"]: event for event in events}
        for name, line in (("first_event", log["lines"][0]), ("last_event", log["lines"][-1])):
            event = by_id[log[name]["eventId"]]
            self.assertEqual((event["timestamp"], event["message"]), (log[name]["timestamp"], line))

    def test_without_logs_the_lines_arent_read(self):
        stream = self.table("Quiet")
        self.create("quiet")
        mapping = self.map("quiet", stream)
        self.put("Quiet", "a")
        drain(self.server)
        log = self.records(mapping)["a"]["batches"][0]["newest_attempts"][0]["log"]
        self.assertEqual(sorted(log), ["first_event", "group", "last_event", "stream"])

    def test_a_page_says_where_the_next_one_begins(self):
        stream = self.table("Paged")
        self.create("paged")
        mapping = self.map("paged", stream)
        keys = [str(n) for n in range(25)]
        self.put("Paged", *keys)
        drain(self.server)
        path, found, after = f"mappings/{mapping['UUID']}/records?limit=10", [], ""
        while True:
            page = get(self.server, path + after)
            found += [record["keys"]["pk"]["S"] for record in page["records"]]
            if "next" not in page:
                break
            after = f"&after={page['next']}"
        self.assertEqual(found, keys)

    def test_a_rewound_mapping_delivers_again(self):
        stream = self.table("Rewound")
        self.create("rewound", PRINTS)
        mapping = self.map("rewound", stream)
        self.put("Rewound", "a", "b")
        drain(self.server)
        sequence = self.records(mapping)["b"]["sequence"]
        path = f"mappings/{mapping['UUID']}/rewind"
        answer = post(self.server, path, to={"sequence": sequence})
        self.assertEqual(answer["mapping"], mapping["UUID"])
        self.assertEqual([shard["checkpoint"] for shard in answer["shards"]], [sequence])
        drain(self.server)
        self.assertEqual(self.seen("rewound"), ["a", "b", "b"])
        post(self.server, path, to="TRIM_HORIZON")
        drain(self.server)
        self.assertEqual(self.seen("rewound"), ["a", "b", "b", "a", "b"])
        post(self.server, path, to="LATEST")
        self.put("Rewound", "c")
        drain(self.server)
        self.assertEqual(self.seen("rewound")[5:], ["c"])

    def test_no_such_mapping(self):
        with self.assertRaises(ControlError) as caught:
            get(self.server, "mappings/none/records")
        self.assertEqual(caught.exception.status, 404)


if __name__ == "__main__":
    unittest.main()
