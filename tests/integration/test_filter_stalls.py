"""Nobody waits while a mapping's filters are held against long records, nor for a look at its trace.

Patterns have 4,096 characters and there may be ten of them, so hundreds of tests, alternatives or fields meet
tens of thousands of elements: hundreds of millions of steps, which are done in pieces.
"""
import json
import unittest

from control import drain, get
from dynamodb_cases import DynamoDbTest, key
from harness import zip_of
from lambda_cases import ROLE
from stall_meter import assert_no_stall

LIMIT_MS = 50
ELEMENTS = 16_000  # different ones, of 25 bytes: an item as large as may be


def texts(count, make):
    return [make(f"no{n:03}") for n in range(count)]


def in_list(tests):
    """A pattern for the texts of the list `l`."""
    return {"dynamodb": {"NewImage": {"l": {"L": {"S": tests}}}}}


def pattern_of_alternatives():
    fields = [{"S": [text], "N": [{"exists": False}]} for text in texts(85, str)]
    return {"dynamodb": {"NewImage": {"l": {"L": {"$or": fields}}}}}


PATTERNS = {
    "prefixes": in_list(texts(190, lambda text: {"prefix": text})),
    "suffixes": in_list(texts(190, lambda text: {"suffix": text})),
    "texts in whatever case": in_list(texts(120, lambda text: {"equals-ignore-case": text})),
    "wildcards": in_list(texts(170, lambda text: {"wildcard": text + "*x"})),
    "excluded suffixes": in_list([{"anything-but": {"suffix": [*texts(400, str), "x"]}}]),
    "excluded wildcards": in_list([{"anything-but": {"wildcard": [*texts(350, lambda t: t + "*"), "*x"]}}]),
    "ranges of addresses": in_list([{"cidr": f"10.0.0.{n}/32"} for n in range(150)]),
    "alternatives": pattern_of_alternatives(),
}


class FilterStalls(DynamoDbTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.functions = cls.server.client("lambda")
        code = zip_of(**{"main.py": "def handler(event, context): pass\n"})
        cls.functions.create_function(FunctionName="never", Runtime="python3.12", Handler="main.handler",
                                      Role=ROLE, Code={"ZipFile": code})

    def map(self, pattern):
        """A mapping of ten filters of that pattern: its id."""
        stream = self.table("Long", StreamSpecification={
            "StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})["LatestStreamArn"]
        filters = [{"Pattern": json.dumps(pattern, separators=(",", ":"))}] * 10
        mapping = self.functions.create_event_source_mapping(
            FunctionName="never", EventSourceArn=stream, StartingPosition="TRIM_HORIZON",
            FilterCriteria={"Filters": filters})["UUID"]
        self.addCleanup(self.functions.delete_event_source_mapping, UUID=mapping)
        return mapping

    def check(self, pattern):
        mapping = self.map(pattern)
        elements = [{"S": f"{n:06}-012345678x"} for n in range(ELEMENTS)]

        def write():
            self.put("Long", {**key("a"), "l": {"L": elements}})
            drain(self.server)
            records = get(self.server, f"mappings/{mapping}/records")["records"]
            self.assertEqual({record["outcome"] for record in records}, {"filtered"})
            self.db.delete_item(TableName="Long", Key=key("a"))
        assert_no_stall(self, self.server, LIMIT_MS, write)


def add_tests():
    for name, pattern in PATTERNS.items():
        setattr(FilterStalls, "test_" + name.replace(" ", "_"), lambda self, pattern=pattern: self.check(pattern))


add_tests()

if __name__ == "__main__":
    unittest.main()
