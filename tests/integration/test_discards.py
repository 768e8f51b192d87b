"""Batches that were given up: what is kept of them, and how they are delivered after all."""
import unittest

from control import ControlError, drain, get, post
from harness import Server, data_directory, zip_of
from test_event_source_mappings import PRINTS, MappingTest

FAILS = "def handler(event, context):\n    raise ValueError('boo')\n"


class Discards(MappingTest):
    def test_a_discard_is_delivered_once_its_function_is_mended(self):
        stream = self.table("Mended")
        self.create("mended", FAILS)
        mapping = self.map("mended", stream, MaximumRetryAttempts=1)
        self.put("Mended", "a")
        drain(self.server)
        (discard,) = get(self.server, f"discards?mapping={mapping['UUID']}")["discards"]
        document = discard["document"]
        self.assertEqual(document["requestContext"]["condition"], "RetryAttemptsExhausted")
        self.assertEqual(document["requestContext"]["approximateInvokeCount"], 2)
        self.assertEqual(document["DDBStreamBatchInfo"]["batchSize"], 1)
        path = f"discards/{discard['id']}/redrive"
        answer = post(self.server, path)
        self.assertEqual((answer["delivered"], answer["error"]), (False, "ValueError: boo"))
        self.functions.update_function_code(
            FunctionName="mended", ZipFile=zip_of(**{"main.py": PRINTS}))
        answer = post(self.server, path)
        self.assertEqual((answer["delivered"], answer["records"]), (True, 1))
        drain(self.server)
        self.assertEqual(len(self.seen("mended")), 1)
        with self.assertRaises(ControlError) as caught:
            post(self.server, path)
        self.assertEqual((caught.exception.status, caught.exception.message),
                         (404, f"There is no discard {discard['id']}."))


class DiscardsAndKill(unittest.TestCase):
    def test_discards_outlive_a_kill(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            try:
                case = MappingTest("run")
                case.server, case.functions = server, server.client("lambda")
                case.dynamodb, case.logs = server.client("dynamodb"), server.client("logs")
                stream = case.table("Kept")
                case.create("kept", FAILS)
                case.map("kept", stream, MaximumRetryAttempts=0, BatchSize=1)
                case.put("Kept", "a", "b", "c")
                drain(server)
                before = get(server, "discards")["discards"]
                self.assertEqual(len(before), 3)
                server.kill()
                server.start()
                self.assertEqual(get(server, "discards")["discards"], before)
                self.assertFalse(post(server, f"discards/{before[0]['id']}/redrive")["delivered"])
            finally:
                server.kill()


if __name__ == "__main__":
    unittest.main()
