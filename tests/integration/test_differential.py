"""The server and a plain model in memory are asked the same random questions, and must agree.

A failure prints the seed (random_runs.py) and both answers.
"""
import json
import random
import unittest

from harness import Server
from model import Model, Table
from model_expressions import Refused, canonical_item
from random_runs import SEED, requests
from wire import Connection
from workload import INDEX, PLAIN, SORTED, RequestMaker

REQUESTS = requests(10000)


def create_tables(connection):
    def attributes(**types):
        return [{"AttributeName": name, "AttributeType": kind} for name, kind in types.items()]

    def keys(*names):
        return [{"AttributeName": name, "KeyType": kind}
                for name, kind in zip(names, ("HASH", "RANGE"))]
    common = {"BillingMode": "PAY_PER_REQUEST"}
    connection.call("CreateTable", {
        **common, "TableName": PLAIN, "AttributeDefinitions": attributes(pk="S"),
        "KeySchema": keys("pk")})
    connection.call("CreateTable", {
        **common, "TableName": SORTED, "KeySchema": keys("pk", "sk"),
        "AttributeDefinitions": attributes(pk="S", sk="N", c="S", n="N"),
        "GlobalSecondaryIndexes": [{"IndexName": INDEX, "KeySchema": keys("c", "n"),
                                    "Projection": {"ProjectionType": "ALL"}}]})


def new_model():
    return Model(Table(PLAIN, [("pk", "S")]),
                 Table(SORTED, [("pk", "S"), ("sk", "N")], {INDEX: [("c", "S"), ("n", "N")]}))


def comparable(answer, ordered):
    """An answer with its items in canonical form; as a multiset where AWS promises no order."""
    shown = dict(answer)
    for name in ("Item", "Attributes", "LastEvaluatedKey"):
        if name in shown:
            shown[name] = canonical_item(shown[name])
    if "Items" in shown:
        items = [canonical_item(item) for item in shown["Items"]]
        shown["Items"] = items if ordered else sorted(map(as_text, items))
    if isinstance(shown.get("Responses"), dict):
        shown["Responses"] = {name: sorted(as_text(canonical_item(item)) for item in items)
                              for name, items in shown["Responses"].items()}
    elif "Responses" in shown:
        shown["Responses"] = [comparable(member, True) for member in shown["Responses"]]
    return shown


def as_text(value):
    """The same text for equal canonical values: sets print in any order, so theirs are sorted."""
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(as_text, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(as_text, value)) + ")"
    return str(value.normalize()) if hasattr(value, "normalize") else repr(value)


def refusal(refused):
    shown = {"code": refused.code}
    if refused.reasons:
        shown["reasons"] = refused.reasons
    if refused.item is not None:
        shown["item"] = canonical_item(refused.item)
    return shown


def served(status, answer, ordered):
    if status == 200:
        return comparable(answer, ordered)
    shown = {"code": answer["__type"].rsplit("#", 1)[-1]}
    if "CancellationReasons" in answer:
        shown["reasons"] = [reason["Code"] for reason in answer["CancellationReasons"]]
    if "Item" in answer:
        shown["item"] = canonical_item(answer["Item"])
    return shown


class Differential(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(lambda: self.server.stop())
        self.connection = Connection(self.server.url)
        self.addCleanup(self.connection.close)
        create_tables(self.connection)
        self.model = new_model()

    def expected(self, name, request, code, ordered):
        if code:
            return {"code": code}
        try:
            return comparable(getattr(self.model, name)(request), ordered)
        except Refused as refused:
            return refusal(refused)

    def test_the_server_and_the_model_agree(self):
        maker = RequestMaker(random.Random(SEED))
        for step in range(REQUESTS):
            name, request, body, code = maker.next()
            ordered = name == "Query" and "IndexName" not in body
            wanted = self.expected(name, request, code, ordered)
            status, answer = self.connection.call(name, body)
            if served(status, answer, ordered) != wanted:
                self.fail(f"RIVULET_TEST_SEED={SEED}, request {step}: {name} {json.dumps(body)}\n"
                          f"the server: {status} {json.dumps(answer)}\nthe model:  {wanted}")

    def test_three_scan_segments_together_are_the_table(self):
        maker = RequestMaker(random.Random(SEED))
        for _ in range(200):
            request = maker.BatchWriteItem()
            self.expected("BatchWriteItem", request, None, False)
            self.connection.call("BatchWriteItem", request)
        for key, item in self.model.tables[SORTED].items.items():
            _, answer = self.connection.call("GetItem", {
                "TableName": SORTED, "Key": {"pk": item["pk"], "sk": item["sk"]}})
            self.assertEqual(canonical_item(answer["Item"]), canonical_item(item), key)
        rows = []
        for segment in range(3):
            _, answer = self.connection.call("Scan", {
                "TableName": SORTED, "Segment": segment, "TotalSegments": 3})
            rows += answer["Items"]
        self.assertEqual(sorted(as_text(canonical_item(row)) for row in rows),
                         sorted(as_text(canonical_item(item))
                                for item in self.model.tables[SORTED].rows()))


if __name__ == "__main__":
    unittest.main()
