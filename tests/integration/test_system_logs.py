"""Lambda's own lines in the log of a function whose LogFormat is JSON."""
import base64
import json
import unittest

from harness import eventually, log_messages
from lambda_cases import ARN, ECHO, LambdaTest

GROUP = "/aws/lambda/"
TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"


def logging(level=None):
    return {"LoggingConfig": {"LogFormat": "JSON", **({"SystemLogLevel": level} if level else {})}}


class SystemLogs(LambdaTest):
    def events(self, name, count):
        """The records of all events once there are so many, by their types in order."""
        messages = eventually(
            lambda: (lambda all_of: all_of if len(all_of) >= count else None)(
                log_messages(self.logs, GROUP + name)), f"{count} events")
        events = [json.loads(message) for message in messages]
        for event in events:
            if "type" in event:
                self.assertRegex(event.pop("time"), TIME)
        return events

    def test_an_invocation_is_told_in_events(self):
        self.create("told", ECHO, MemorySize=256, **logging("DEBUG"))
        answer = self.invoke("told", "four", LogType="Tail")
        request = answer["ResponseMetadata"]["RequestId"]
        events = self.events("told", 6)
        self.assertEqual([event["type"] for event in events], [
            "platform.initStart", "platform.initRuntimeDone", "platform.initReport", "platform.start",
            "platform.runtimeDone", "platform.report"])
        start, done, init, begin, end, report = [event["record"] for event in events]
        self.assertRegex(start.pop("runtimeVersionArn"), r"^arn:aws:lambda:us-east-1::runtime:\w{64}$")
        self.assertEqual(start, {
            "initializationType": "on-demand", "phase": "init", "runtimeVersion": "python:3.12.v1",
            "functionName": "told", "functionVersion": "$LATEST",
            "instanceId": self.stream_of("told"), "instanceMaxMemory": 256 << 20})
        of_init = {"initializationType": "on-demand", "phase": "init", "status": "success"}
        self.assertEqual(done, of_init)
        took = init.pop("metrics")["durationMs"]
        self.assertEqual(init, of_init)
        self.assertEqual(begin, {"requestId": request, "functionArn": ARN + "told",
                                 "version": "$LATEST"})
        metrics = end.pop("metrics")
        self.assertEqual(end, {"requestId": request, "status": "success"})
        self.assertEqual(metrics["producedBytes"], len('"four"'))
        in_all = report.pop("metrics")
        self.assertEqual(report, {"requestId": request, "status": "success"})
        self.assertEqual(list(in_all), ["durationMs", "billedDurationMs", "memorySizeMB",
                                        "maxMemoryUsedMB", "initDurationMs"])
        self.assertEqual(in_all["durationMs"], metrics["durationMs"])
        self.assertGreaterEqual(in_all["initDurationMs"], 1)
        self.assertAlmostEqual(in_all["initDurationMs"], took, delta=50)
        tail = base64.b64decode(answer["LogResult"]).decode().splitlines()
        self.assertEqual([json.loads(line)["type"] for line in tail],
                         ["platform.start", "platform.runtimeDone", "platform.report"])

    def stream_of(self, name):
        return self.logs.describe_log_streams(logGroupName=GROUP + name)["logStreams"][0]["logStreamName"]

    def test_the_level_says_which(self):
        for level, types in ((None, ["initStart", "start", "report"]),
                             ("INFO", ["initStart", "start", "report"]), ("WARN", [])):
            with self.subTest(level):
                name = f"level-{level}"
                self.create(name, "def handler(event, context): print('{}')\n", **logging(level))
                self.invoke(name)
                events = self.events(name, len(types) + 1)
                self.assertEqual([e["type"] for e in events if e], ["platform." + t for t in types])

    def test_a_timeout_is_a_status(self):
        self.create("slow", "import time\ndef handler(event, context): time.sleep(60)\n", Timeout=1,
                    **logging("WARN"))
        request = self.invoke("slow")["ResponseMetadata"]["RequestId"]
        end, report = [event["record"] for event in self.events("slow", 2)]
        self.assertEqual((end["requestId"], end["status"], end["metrics"]["producedBytes"]),
                         (request, "timeout", 0))
        self.assertEqual((report["requestId"], report["status"], report["metrics"]["durationMs"]),
                         (request, "timeout", 1000.0))
        self.assertNotIn("errorType", report)

    def test_a_process_that_goes_away_is_an_error(self):
        self.create("leaves", "import os\ndef handler(event, context): os._exit(3)\n", **logging("WARN"))
        self.invoke("leaves")
        for event in self.events("leaves", 2):
            self.assertEqual((event["record"]["status"], event["record"]["errorType"]),
                             ("error", "Runtime.ExitError"))

    def test_an_error_of_the_handler_is_none_of_lambdas(self):
        self.create("raises", "def handler(event, context): raise KeyError(1)\n", **logging())
        self.invoke("raises")
        report = self.events("raises", 4)[-1]
        self.assertEqual((report["type"], report["record"]["status"]), ("platform.report", "success"))

    def test_an_init_that_fails(self):
        self.create("broken", "import no_such_module\n", **logging("WARN"))
        self.invoke("broken")
        events = eventually(lambda: [e for e in self.events("broken", 4) if "type" in e], "events")
        kinds = [event["type"] for event in events]
        self.assertEqual(kinds[:2], ["platform.initRuntimeDone", "platform.initReport"])
        self.assertEqual({event["record"]["errorType"] for event in events},
                         {"Runtime.ImportModuleError"})


if __name__ == "__main__":
    unittest.main()
