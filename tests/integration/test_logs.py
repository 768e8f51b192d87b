"""CloudWatch Logs through boto3: groups, streams, events, filters."""
import time
import unittest

from harness import ServerTest, eventually

NO_GROUP = ("ResourceNotFoundException", "The specified log group does not exist.")
NO_STREAM = ("ResourceNotFoundException", "The specified log stream does not exist.")
INVALID = "InvalidParameterException"
ARN = "arn:aws:logs:us-east-1:000000000000:log-group:"


class LogsTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.logs = cls.server.client("logs")
        cls.now = int(time.time() * 1000)

    def group(self, name, *streams):
        self.logs.create_log_group(logGroupName=name)
        self.addCleanup(self.logs.delete_log_group, logGroupName=name)
        for stream in streams:
            self.logs.create_log_stream(logGroupName=name, logStreamName=stream)

    def put(self, group, stream, *messages, start=0):
        """Messages one millisecond apart, the first `start` after the beginning of the tests."""
        return self.logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[
            {"timestamp": self.now + start + i, "message": message}
            for i, message in enumerate(messages)])

    def page(self, group, stream="s", **more):
        answer = self.logs.get_log_events(logGroupName=group, logStreamName=stream, **more)
        return [event["message"] for event in answer["events"]], answer

    def filtered(self, group, **more):
        events = self.logs.filter_log_events(logGroupName=group, **more)["events"]
        return [event["message"] for event in events]


class Groups(LogsTest):
    def test_a_group_is_described_field_for_field(self):
        self.group("described")
        _, answer = self.server.wire("Logs_20140328.DescribeLogGroups", {
            "logGroupNamePrefix": "described"})
        found, = answer["logGroups"]
        self.assertAlmostEqual(found.pop("creationTime"), self.now, delta=60_000)
        self.assertEqual(found, {
            "logGroupName": "described", "metricFilterCount": 0, "arn": ARN + "described:*",
            "logGroupArn": ARN + "described", "logGroupClass": "STANDARD", "storedBytes": 0,
            "deletionProtectionEnabled": False})

    def test_groups_are_listed_in_order_by_prefix_or_pattern_and_paged(self):
        for name in ("/x/b", "/x/a", "/y/a"):
            self.group(name)
        for asked, wanted in (({"logGroupNamePrefix": "/x/"}, ["/x/a", "/x/b"]),
                              ({"logGroupNamePattern": "/a"}, ["/x/a", "/y/a"]),
                              ({"logGroupNamePrefix": "/none"}, [])):
            with self.subTest(**asked):
                found = self.logs.describe_log_groups(**asked)["logGroups"]
                self.assertEqual([group["logGroupName"] for group in found], wanted)
        first = self.logs.describe_log_groups(limit=2)
        rest = self.logs.describe_log_groups(nextToken=first["nextToken"])
        self.assertEqual([group["logGroupName"] for group in first["logGroups"] + rest["logGroups"]],
                         ["/x/a", "/x/b", "/y/a"])
        self.assertNotIn("nextToken", rest)

    def test_retention_comes_and_goes(self):
        self.group("kept")
        self.logs.put_retention_policy(logGroupName="kept", retentionInDays=7)
        self.assertEqual(self.logs.describe_log_groups()["logGroups"][0]["retentionInDays"], 7)
        self.logs.delete_retention_policy(logGroupName="kept")
        self.assertNotIn("retentionInDays", self.logs.describe_log_groups()["logGroups"][0])
        self.assert_error(INVALID, None, self.logs.put_retention_policy, logGroupName="kept",
                          retentionInDays=8)

    def test_tags_by_name_and_by_arn(self):
        self.group("tagged")
        self.logs.tag_log_group(logGroupName="tagged", tags={"a": "1", "b": "2"})
        self.logs.tag_resource(resourceArn=ARN + "tagged", tags={"c": "3"})
        self.logs.untag_log_group(logGroupName="tagged", tags=["a"])
        self.logs.untag_resource(resourceArn=ARN + "tagged", tagKeys=["b"])
        self.assertEqual(self.logs.list_tags_log_group(logGroupName="tagged")["tags"], {"c": "3"})
        self.assertEqual(self.logs.list_tags_for_resource(resourceArn=ARN + "tagged")["tags"],
                         {"c": "3"})

    def test_what_is_there_already_and_what_is_not(self):
        self.group("once", "s")
        for call, arguments, error in (
                (self.logs.create_log_group, {"logGroupName": "once"},
                 ("ResourceAlreadyExistsException", "The specified log group already exists")),
                (self.logs.create_log_stream, {"logGroupName": "once", "logStreamName": "s"},
                 ("ResourceAlreadyExistsException", "The specified log stream already exists")),
                (self.logs.create_log_stream, {"logGroupName": "no", "logStreamName": "s"}, NO_GROUP),
                (self.logs.delete_log_group, {"logGroupName": "no"}, NO_GROUP),
                (self.logs.delete_log_stream, {"logGroupName": "no", "logStreamName": "s"}, NO_GROUP),
                (self.logs.delete_log_stream, {"logGroupName": "once", "logStreamName": "t"},
                 NO_STREAM),
                (self.logs.describe_log_streams, {"logGroupName": "no"}, NO_GROUP),
                (self.logs.get_log_events, {"logGroupName": "no", "logStreamName": "s"}, NO_GROUP),
                (self.logs.get_log_events, {"logGroupName": "once", "logStreamName": "t"}, NO_STREAM),
                (self.logs.filter_log_events, {"logGroupName": "no"}, NO_GROUP),
                (self.logs.put_retention_policy, {"logGroupName": "no", "retentionInDays": 1},
                 NO_GROUP),
                (self.logs.put_log_events, {"logGroupName": "once", "logStreamName": "t",
                 "logEvents": [{"timestamp": self.now, "message": "m"}]}, NO_STREAM)):
            with self.subTest(call.__name__, **arguments):
                self.assert_error(*error, call, **arguments)

    def test_bad_requests_get_the_words_of_aws(self):
        self.group("bad", "s")
        for call, arguments, code, message in (
                (self.logs.describe_log_groups,
                 {"logGroupNamePrefix": "a", "logGroupNamePattern": "b"}, INVALID,
                 "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."),
                (self.logs.get_log_events, {
                    "logGroupName": "bad", "logStreamName": "s", "nextToken": "nonsense"}, INVALID,
                 "The specified nextToken is invalid."),
                (self.logs.get_log_events, {
                    "logGroupName": "bad", "logStreamName": "s", "limit": 10001}, INVALID,
                 "1 validation error detected: Value '10001' at 'limit' failed to satisfy "
                 "constraint: Member must have value less than or equal to 10000"),
                (self.logs.filter_log_events, {"logGroupName": "bad", "nextToken": "nonsense"},
                 INVALID, "The specified nextToken is invalid."),
                (self.logs.describe_log_streams, {
                    "logGroupName": "bad", "orderBy": "LastEventTime", "logStreamNamePrefix": "s"},
                 INVALID, "Cannot order by LastEventTime with a logStreamNamePrefix."),
                (self.logs.describe_log_streams, {
                    "logGroupName": "bad", "logGroupIdentifier": "bad"}, "ValidationException",
                 "LogGroup name and LogGroup ARN are mutually exclusive parameters."),
                (self.logs.put_log_events, {
                    "logGroupName": "bad", "logStreamName": "s", "logEvents": [
                        {"timestamp": self.now, "message": "late"},
                        {"timestamp": self.now - 1, "message": "early"}]}, INVALID,
                 "Log events in a single PutLogEvents request must be in chronological order.")):
            with self.subTest(call.__name__, **arguments):
                self.assert_error(code, message, call, **arguments)


class Streams(LogsTest):
    def test_an_empty_stream_shows_no_event_times_and_a_used_one_does(self):
        self.group("streams", "empty", "used")
        self.put("streams", "used", "one", "two")
        empty, used = self.logs.describe_log_streams(logGroupName="streams")["logStreams"]
        empty.pop("creationTime")
        self.assertEqual(empty, {"logStreamName": "empty", "storedBytes": 0,
                                 "arn": ARN + "streams:log-stream:empty"})
        self.assertEqual((used["firstEventTimestamp"], used["lastEventTimestamp"]),
                         (self.now, self.now + 1))
        self.assertIn("lastIngestionTime", used)

    def test_streams_are_ordered_by_name_or_by_last_event(self):
        self.group("ordered", "a", "b", "c")
        for start, stream in enumerate("bca"):
            self.put("ordered", stream, "m", start=start)
        for asked, wanted in (({}, "abc"), ({"descending": True}, "cba"),
                              ({"orderBy": "LastEventTime"}, "bca"),
                              ({"orderBy": "LastEventTime", "descending": True}, "acb"),
                              ({"logStreamNamePrefix": "b"}, "b")):
            with self.subTest(**asked):
                found = self.logs.describe_log_streams(logGroupName="ordered", **asked)
                self.assertEqual("".join(s["logStreamName"] for s in found["logStreams"]), wanted)
        first = self.logs.describe_log_streams(logGroupName="ordered", limit=2)
        rest = self.logs.describe_log_streams(logGroupName="ordered", nextToken=first["nextToken"])
        self.assertEqual([s["logStreamName"] for s in rest["logStreams"]], ["c"])

    def test_a_deleted_stream_takes_its_events_along(self):
        self.group("deleted", "s", "t")
        self.put("deleted", "s", "gone")
        self.put("deleted", "t", "stays")
        self.logs.delete_log_stream(logGroupName="deleted", logStreamName="s")
        self.assertEqual(self.filtered("deleted"), ["stays"])


class Events(LogsTest):
    def test_an_event_comes_back_as_it_was_put(self):
        self.group("as-it-was", "s")
        answer = self.put("as-it-was", "s", "line\nbreak, ü\n")
        self.assertIn("nextSequenceToken", answer)
        event, = self.logs.get_log_events(logGroupName="as-it-was", logStreamName="s")["events"]
        self.assertEqual((event["timestamp"], event["message"]), (self.now, "line\nbreak, ü\n"))
        self.assertEqual(set(event), {"timestamp", "message", "ingestionTime"})
        found, = self.logs.filter_log_events(logGroupName="as-it-was")["events"]
        self.assertEqual(found.pop("logStreamName"), "s")
        self.assertRegex(found.pop("eventId"), r"^\d{56}$")
        self.assertEqual(found, event)

    def test_pages_go_forward_and_backward_until_the_token_stays(self):
        self.group("paged", "s")
        self.put("paged", "s", "1", "2", "3", "4", "5")
        latest, answer = self.page("paged", limit=2)
        self.assertEqual(latest, ["4", "5"])
        self.assertEqual(self.page("paged", limit=2, nextToken=answer["nextBackwardToken"])[0],
                         ["2", "3"])
        seen, token = [], None
        while True:
            more = {"nextToken": token} if token else {}
            messages, answer = self.page("paged", limit=2, startFromHead=True, **more)
            seen += messages
            if answer["nextForwardToken"] == token:
                break
            token = answer["nextForwardToken"]
        self.assertEqual(seen, ["1", "2", "3", "4", "5"])
        self.put("paged", "s", "6", start=9)
        self.assertEqual(self.page("paged", nextToken=token)[0], ["6"])

    def test_the_end_time_is_excluded_by_get_and_included_by_filter(self):
        self.group("times", "s")
        self.put("times", "s", "0", "1", "2")
        span = {"startTime": self.now + 1, "endTime": self.now + 2}
        self.assertEqual(self.page("times", **span)[0], ["1"])
        self.assertEqual(self.filtered("times", **span), ["1", "2"])

    def test_events_of_all_streams_are_merged_by_time(self):
        self.group("merged", "a", "b", "other")
        self.put("merged", "a", "1", start=1)
        self.put("merged", "b", "2", start=2)
        self.put("merged", "a", "3", start=3)
        self.put("merged", "other", "4", start=4)
        self.assertEqual(self.filtered("merged"), ["1", "2", "3", "4"])
        self.assertEqual(self.filtered("merged", logStreamNames=["a", "b"]), ["1", "2", "3"])
        self.assertEqual(self.filtered("merged", logStreamNamePrefix="oth"), ["4"])
        pages = self.logs.get_paginator("filter_log_events").paginate(
            logGroupName="merged", PaginationConfig={"PageSize": 2})
        self.assertEqual([e["message"] for page in pages for e in page["events"]],
                         ["1", "2", "3", "4"])

    def test_filter_patterns(self):
        self.group("patterns", "s")
        messages = ["ERROR disk full", "ERROR Task timed out", "INFO ok", '{"level": "x", "n": 5}',
                    "10.0.0.1 GET 404"]
        self.put("patterns", "s", *messages)
        for pattern, wanted in (
                ("", [0, 1, 2, 3, 4]), ("ERROR", [0, 1]), ("ERROR full", [0]), ("error", []),
                ("?disk ?ok", [0, 2]), ("ERROR -disk", [1]), ('"Task timed out"', [1]),
                ('{ $.level = "x" }', [3]), ("{ $.n > 4 && $.n < 6 }", [3]), ("{ $.n > 5 }", []),
                ("[ip, method, code = 404]", [4]), ("%di[a-z]k%", [0])):
            with self.subTest(pattern):
                self.assertEqual(self.filtered("patterns", filterPattern=pattern),
                                 [messages[i] for i in wanted])

    def test_events_too_new_or_too_old_are_left_out_and_said_so(self):
        self.group("rejects", "s")
        day = 24 * 3600 * 1000
        answer = self.logs.put_log_events(
            logGroupName="rejects", logStreamName="s", logEvents=[
                {"timestamp": self.now - 15 * day, "message": "old"},
                {"timestamp": self.now, "message": "fine"},
                {"timestamp": self.now + 3 * 3600 * 1000, "message": "new"}])
        self.assertEqual(answer["rejectedLogEventsInfo"],
                         {"tooOldLogEventEndIndex": 1, "tooNewLogEventStartIndex": 2})
        self.assertEqual(self.filtered("rejects"), ["fine"])

    def test_a_group_is_found_by_its_arn_too(self):
        self.group("by-arn", "s")
        self.put("by-arn", "s", "m")
        answer = self.logs.filter_log_events(logGroupIdentifier=ARN + "by-arn")
        self.assertEqual([event["message"] for event in answer["events"]], ["m"])


class BoundedLogs(LogsTest):
    FLAGS = ("--log-bytes", "64KB")
    EVENT_BYTES = 1000 + 26

    def stored(self):
        return {g["logGroupName"]: g["storedBytes"] for g in self.logs.describe_log_groups()["logGroups"]}

    def test_what_came_first_goes_first(self):
        for name in ("before", "later"):
            self.group(name, "s")
        messages = [f"{i:04}".ljust(1000, ".") for i in range(100)]
        self.put("before", "s", *messages[:50])
        self.put("later", "s", *messages[50:])
        kept = 65536 // self.EVENT_BYTES
        eventually(lambda: sum(self.stored().values()) <= 65536, "fewer bytes")
        self.assertEqual(self.stored(), {"before": (kept - 50) * self.EVENT_BYTES,
                                         "later": 50 * self.EVENT_BYTES})
        self.assertEqual(self.filtered("before") + self.filtered("later"), messages[-kept:])


if __name__ == "__main__":
    unittest.main()
