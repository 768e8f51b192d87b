"""Records taken from a stream as NDJSON, and functions invoked with them."""
import json
import urllib.parse
import unittest

from control import drain
from test_event_source_mappings import MappingTest
from wire import request

KEEPS = """
import json
def handler(event, context):
    print("got " + json.dumps(event))
    return {"count": len(event["Records"])}
"""
FAILS_ON_B = """
def handler(event, context):
    if any(record["dynamodb"]["Keys"]["pk"]["S"] == "b" for record in event["Records"]):
        raise KeyError("b")
"""


class Replay(MappingTest):
    def records(self, stream, query=""):
        status, headers, text = request(
            self.server.url, "GET",
            f"/_rivulet/streams/records?arn={urllib.parse.quote(stream)}{query}")
        self.assertEqual((status, headers["Content-Type"]), (200, "application/x-ndjson"))
        return headers["X-Rivulet-Next"], text.split("\n")[:-1]

    def replay(self, function, lines, query="", status=200):
        got, _, text = request(
            self.server.url, "POST", f"/_rivulet/functions/{function}/replay{query}",
            "\n".join(lines))
        self.assertEqual(got, status, text)
        return [json.loads(line) for line in text.splitlines()]

    def events(self, function):
        events = self.logs.filter_log_events(logGroupName=f"/aws/lambda/{function}")["events"]
        return [json.loads(event["message"][4:]) for event in events
                if event["message"].startswith("got ")]

    def test_records_are_what_a_handler_gets(self):
        stream = self.table("Kept")
        self.create("kept", KEEPS)
        self.map("kept", stream)
        self.put("Kept", "a", n={"N": "1.50"}, b={"B": b"\x00\xff"})
        self.put("Kept", "a", text={"S": "ü\u2028"})
        drain(self.server)
        delivered = [record for event in self.events("kept") for record in event["Records"]]
        more, lines = self.records(stream)
        self.assertIsNone(more)
        self.assertEqual([json.loads(line) for line in lines], delivered)

    def test_a_replay_gives_a_handler_what_a_mapping_gave_it(self):
        stream = self.table("Again")
        self.create("first", KEEPS)
        self.create("second", KEEPS)
        self.map("first", stream)
        self.put("Again", "a", "b", "c")
        drain(self.server)
        _, lines = self.records(stream)
        results = self.replay("second", lines, "?batch_size=2")
        self.assertEqual([(line["batch"], line["ok"], line["response"]) for line in results],
                         [(1, True, {"count": 2}), (2, True, {"count": 1})])
        drain(self.server)  # so that the log can be read
        def records(function):
            return [record for event in self.events(function) for record in event["Records"]]
        self.assertEqual(records("second"), records("first"))
        self.assertEqual([len(event["Records"]) for event in self.events("second")], [2, 1])

    def test_a_batch_that_fails_doesnt_end_the_replay(self):
        stream = self.table("Failing")
        self.create("failing", FAILS_ON_B)
        self.put("Failing", "a", "b", "c")
        _, lines = self.records(stream)
        results = self.replay("failing", lines, "?batch_size=1")
        self.assertEqual([line["ok"] for line in results], [True, False, True])
        self.assertEqual(results[1]["error"], "KeyError: 'b'")

    def test_pages_and_ranges(self):
        stream = self.table("Ranges")
        self.put("Ranges", *[str(n) for n in range(25)])
        more, first = self.records(stream, "&limit=20")
        self.assertEqual(len(first), 20)
        none, rest = self.records(stream, f"&limit=20&from={more}")
        self.assertIsNone(none)
        sequences = [json.loads(line)["dynamodb"]["SequenceNumber"] for line in first + rest]
        self.assertEqual(len(set(sequences)), 25)
        self.assertEqual(sequences, sorted(sequences))
        _, three = self.records(stream, f"&from={sequences[3]}&to={sequences[5]}")
        self.assertEqual(three, first[3:6])

    def test_what_cant_be_replayed(self):
        self.create("strict")
        (error,) = self.replay("strict", ["{}", "nonsense"], status=400)
        self.assertEqual(error, {"error": "BadRequest", "message": "Line 2 isn't a JSON object."})
        (error,) = self.replay("nobody", ["{}"], status=404)
        self.assertEqual(error["error"], "NotFound")

    def test_a_large_body_is_taken(self):
        self.create("large", "def handler(event, context):\n    return len(event['Records'])\n")
        line = json.dumps({"text": "x" * 300_000})
        results = self.replay("large", [line] * 50)
        self.assertEqual(sum(line["response"] for line in results), 50)
        self.assertEqual([line["response"] for line in results], [20, 20, 10])


if __name__ == "__main__":
    unittest.main()
