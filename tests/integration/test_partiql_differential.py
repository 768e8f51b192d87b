"""The same random requests, to one server as item operations and to another one as statements.

Both must give the same answers, and end with the same items, index entries and stream records.
A failure prints the seed (random_runs.py).
"""
import json
import random
import unittest

from expression_texts import wire
from harness import Server
from model_expressions import canonical_item
from random_runs import SEED, requests
from statement_texts import statement
from test_differential import as_text, create_tables
from wire import Connection
from workload import INDEX, NAMES, PLAIN, SORTED, Workload

REQUESTS = requests(5000)
WEIGHTS = {"PutItem": 24, "UpdateItem": 36, "DeleteItem": 6, "GetItem": 10, "Query": 16, "Scan": 8}
# An index' keys in WHERE are its keys, and a filter to Scan.
OTHERS = [name for name in NAMES if name not in ("c", "n")]


def listed(answer):
    if "Items" in answer:
        return answer["Items"]
    found = answer.get("Item", answer.get("Attributes"))
    return [] if found is None else [found]


class Differential(unittest.TestCase):
    def setUp(self):
        self.items, self.statements = self.connect(), self.connect()

    def connect(self):
        server = Server()
        self.addCleanup(lambda: server.stop())
        connection = Connection(server.url)
        self.addCleanup(connection.close)
        create_tables(connection)
        connection.call("UpdateTable", {"TableName": SORTED, "StreamSpecification": {
            "StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}})
        return connection

    def as_operation(self, name, request):
        """What a statement means: INSERT replaces nothing, UPDATE makes nothing, DELETE asks nothing of nothing."""
        meant = dict(request)
        guard = {"PutItem": ("missing", ("pk",)), "UpdateItem": ("exists", ("pk",))}.get(name)
        condition = request.get("Condition")
        if guard:
            meant["Condition"] = ("and", [guard, condition]) if condition else guard
        elif name == "DeleteItem" and condition:
            meant["Condition"] = ("or", [("missing", ("pk",)), condition])
        return meant

    def make(self, workload):
        name, = workload.random.choices(list(WEIGHTS), list(WEIGHTS.values()))
        request = getattr(workload, name)()
        for member in ("Projection", "Select", "Limit", "ExclusiveStartKey"):
            request.pop(member, None)
        if name == "PutItem":
            for member in ("Condition", "ReturnValues", "ReturnValuesOnConditionCheckFailure"):
                request.pop(member, None)
        if name == "Scan" and "IndexName" in request and "Filter" in request:
            request["Filter"] = workload.condition(OTHERS)
        possible = name != "UpdateItem" or "Change" in request
        return (name, request) if possible else self.make(workload)

    def shown(self, status, answer, ordered):
        if status != 200:
            code = answer["__type"].rsplit("#", 1)[-1]
            item = answer.get("Item")
            code = {"DuplicateItemException": "ConditionalCheckFailedException"}.get(code, code)
            return code, item and as_text(canonical_item(item))
        items = [as_text(canonical_item(item)) for item in listed(answer)]
        return items if ordered else sorted(items)

    def test_statements_do_what_item_operations_do(self):
        workload = Workload(random.Random(SEED))
        done = refused = 0
        for step in range(REQUESTS):
            name, request = self.make(workload)
            body = statement(name, request, workload.random)
            if body is None:
                continue
            operation = wire(self.as_operation(name, request), workload.random)
            ordered = name == "Query" and "IndexName" not in request
            wanted = self.shown(*self.items.call(name, operation), ordered)
            status, answer = self.statements.call("ExecuteStatement", body)
            if self.shown(status, answer, ordered) != wanted:
                self.fail(f"RIVULET_TEST_SEED={SEED}, request {step}: {name} {json.dumps(operation)}\n"
                          f"as a statement: {json.dumps(body)}\n"
                          f"its answer: {status} {json.dumps(answer)}\nwanted: {wanted}")
            done, refused = done + 1, refused + (status != 200)
        self.assertGreater(done, REQUESTS * 0.8)
        self.assertLess(refused, done * 0.8)
        for table, index in ((PLAIN, None), (SORTED, None), (SORTED, INDEX)):
            self.assertEqual(*(self.rows(side, table, index)
                               for side in (self.items, self.statements)))
        self.assertEqual(*(self.records(side) for side in (self.items, self.statements)))

    def rows(self, connection, table, index):
        request = {"TableName": table, **({"IndexName": index} if index else {})}
        _, answer = connection.call("Scan", request)
        return sorted(as_text(canonical_item(item)) for item in answer["Items"])

    def records(self, connection):
        def ask(operation, **body):
            return connection.call(operation, body, "DynamoDBStreams_20120810")[1]
        arn = connection.call("DescribeTable", {"TableName": SORTED})[1]["Table"]["LatestStreamArn"]
        found = []
        for shard in ask("DescribeStream", StreamArn=arn)["StreamDescription"]["Shards"]:
            iterator = ask("GetShardIterator", StreamArn=arn, ShardId=shard["ShardId"],
                           ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            while iterator:
                answer = ask("GetRecords", ShardIterator=iterator)
                found += [(record["eventName"],
                           *(as_text(canonical_item(record["dynamodb"].get(image, {})))
                             for image in ("Keys", "OldImage", "NewImage")))
                          for record in answer["Records"]]
                iterator = answer.get("NextShardIterator") if answer["Records"] else None
        return found


if __name__ == "__main__":
    unittest.main()
