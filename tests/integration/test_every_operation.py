"""Each operation of DynamoDB's public model answers as docs/compatibility.md says."""
import pathlib
import re
import unittest

import botocore.session

from harness import ServerTest

COMPATIBILITY = pathlib.Path(__file__).resolve().parents[2] / "docs/compatibility.md"
# A row of the operations' table: the names, whether it is done, and what is said of it.
ROW = re.compile(r"^\| ((?:`\w+` ?)+)(?:\([^)]*\) )?\| (yes|partly|kept|no) \| (.*) \|$", re.MULTILINE)
DONE = ("yes", "partly", "kept")
KEY_SCHEMA = [{"AttributeName": "pk", "KeyType": "HASH"}]
ATTRIBUTES = [{"AttributeName": "pk", "AttributeType": "S"}]
# What the model's constraints alone don't tell.
VALUES = {
    "KeySchemaElement": KEY_SCHEMA[0], "AttributeDefinition": ATTRIBUTES[0],
    "AttributeValue": {"S": "x"}, "ContributorInsightsAction": "ENABLE",
}


def documented():
    """By operation: whether it is done, and the remarks."""
    section = COMPATIBILITY.read_text().split("\n## DynamoDB\n")[1].split("\nParameters of")[0]
    return {name: (done, remarks) for names, done, remarks in ROW.findall(section)
            for name in re.findall(r"`(\w+)`", names)}


def value_of(shape):
    """Something that the shape's constraints let pass."""
    if shape.name in VALUES:
        return VALUES[shape.name]
    if shape.type_name == "structure":
        return {name: value_of(shape.members[name]) for name in shape.required_members}
    if shape.type_name == "list":
        return [value_of(shape.member)]
    if shape.type_name == "map":
        return {"pk": value_of(shape.value)}
    if shape.type_name == "string":
        return shape.enum[0] if shape.enum else "x" * max(shape.metadata.get("min", 3), 3)
    return {"boolean": False, "timestamp": 0}.get(shape.type_name, 1)


class EveryOperation(ServerTest):
    MODEL = botocore.session.get_session().get_service_model("dynamodb")

    def call(self, name):
        shape = self.MODEL.operation_model(name).input_shape
        return self.server.wire(f"DynamoDB_20120810.{name}", value_of(shape) if shape else {})

    def test_the_page_lists_each_operation_of_the_model(self):
        missing = set(self.MODEL.operation_names) - set(documented())
        self.assertEqual(missing, set())
        self.assertGreaterEqual(len(self.MODEL.operation_names), 57)

    def test_what_is_done_is_known_and_not_refused(self):
        for name in self.MODEL.operation_names:
            if documented()[name][0] not in DONE:
                continue
            with self.subTest(name):
                status, body = self.call(name)
                self.assertIn(status, (200, 400), body)
                self.assertNotIn("UnknownOperationException", body.get("__type", ""))
                self.assertNotIn(f"{name} is not supported", body.get("message", ""))

    def test_what_is_not_done_is_refused_as_the_page_says(self):
        for name, (done, remarks) in documented().items():
            if done in DONE:
                continue
            with self.subTest(name):
                status, body = self.server.wire(f"DynamoDB_20120810.{name}", {})
                self.assertEqual(status, 400, body)
                kind = body["__type"].split("#")[1]
                self.assertIn(f"`{kind}`", remarks)
                quoted = re.search(r'"([^"]+)"', remarks)
                if quoted:
                    self.assertTrue(body["message"].startswith(quoted[1].replace("NAME", name)), body)


if __name__ == "__main__":
    unittest.main()
