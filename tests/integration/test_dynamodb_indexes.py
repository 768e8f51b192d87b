"""Secondary indexes: what is in them, what they show, how they are read."""
import unittest

from dynamodb_cases import INVALID, VALIDATION, DynamoDbTest, index, key


def item(pk, sk, **more):
    return {**key(pk, sk), **more}


class IndexTest(DynamoDbTest):
    def setUp(self):
        self.table(
            "Indexed", "pk", "sk", types={"pk": "S", "sk": "N", "g": "S", "h": "N"},
            GlobalSecondaryIndexes=[
                index("all", "g", "h"), index("keys", "g", projection="KEYS_ONLY"),
                index("some", "g", projection="INCLUDE", NonKeyAttributes=["x"])],
            LocalSecondaryIndexes=[index("local", "pk", "h", projection="KEYS_ONLY")])

    def query(self, name, condition, **values):
        return self.answer(self.db.query, TableName="Indexed", IndexName=name,
                           KeyConditionExpression=condition, ExpressionAttributeValues=values)

    def by_g(self, name):
        return self.db.query(TableName="Indexed", IndexName=name, KeyConditionExpression="g = :g",
                             ExpressionAttributeValues={":g": {"S": "G"}})["Items"]


class Contents(IndexTest):
    def test_an_index_shows_what_its_projection_says(self):
        whole = item("a", 1, g={"S": "G"}, h={"N": "5"}, x={"S": "x"}, y={"S": "y"})
        self.put("Indexed", whole)
        table_key = key("a", 1)
        for name, wanted in (("all", whole), ("keys", {**table_key, "g": {"S": "G"}}),
                             ("some", {**table_key, "g": {"S": "G"}, "x": {"S": "x"}})):
            with self.subTest(name):
                self.assertEqual(self.by_g(name), [wanted])

    def test_only_items_with_all_index_keys_are_in_it(self):
        self.put("Indexed", item("a", 1, g={"S": "G"}), item("a", 2, h={"N": "1"}),
                 item("a", 3, g={"S": "G"}, h={"N": "1"}))
        for name, wanted in (("all", 1), ("keys", 2), ("local", 2)):
            with self.subTest(name):
                self.assertEqual(self.db.scan(TableName="Indexed", IndexName=name)["Count"], wanted)

    def test_an_index_follows_every_write(self):
        self.put("Indexed", item("a", 1, g={"S": "G"}, h={"N": "1"}))
        for expression, values, wanted in (
                ("SET h = :v", {":v": {"N": "7"}}, ["7"]), ("SET y = :v", {":v": {"N": "0"}}, ["7"]),
                ("REMOVE h", None, []), ("SET h = :v", {":v": {"N": "-2"}}, ["-2"]),
                ("SET g = :v", {":v": {"S": "other"}}, [])):
            with self.subTest(expression):
                self.db.update_item(
                    TableName="Indexed", Key=key("a", 1), UpdateExpression=expression,
                    **({"ExpressionAttributeValues": values} if values else {}))
                self.assertEqual([found["h"]["N"] for found in self.by_g("all")], wanted)
        self.db.delete_item(TableName="Indexed", Key=key("a", 1))
        self.assertEqual(self.db.scan(TableName="Indexed", IndexName="keys")["Count"], 0)

    def test_a_key_of_the_wrong_type_is_refused(self):
        wrong = "Type mismatch for Index Key h Expected: N Actual: S IndexName: "
        with self.assertRaises(Exception) as caught:
            self.put("Indexed", item("a", 1, g={"S": "G"}, h={"S": "5"}))
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], VALIDATION)
        self.assertTrue(error["Message"].startswith(INVALID + wrong), error["Message"])
        self.assertIsNone(self.item("Indexed", key("a", 1)))


class Reading(IndexTest):
    def setUp(self):
        super().setUp()
        self.put("Indexed", *(item(f"p{n}", n, g={"S": "G"}, h={"N": str(n % 3)}) for n in range(9)))

    def test_a_global_index_is_ordered_by_its_sort_key(self):
        found = self.query("all", "g = :g AND h >= :h", **{":g": {"S": "G"}, ":h": {"N": "1"}})
        self.assertEqual([one["h"]["N"] for one in found["Items"]], ["1"] * 3 + ["2"] * 3)

    def test_pages_of_an_index_carry_both_keys_and_lose_nothing(self):
        found, start = [], {}
        for _ in range(10):
            page = self.db.query(
                TableName="Indexed", IndexName="all", KeyConditionExpression="g = :g", Limit=2,
                ExpressionAttributeValues={":g": {"S": "G"}}, **start)
            found += [one["pk"]["S"] for one in page["Items"]]
            if "LastEvaluatedKey" not in page:
                break
            self.assertEqual(set(page["LastEvaluatedKey"]), {"pk", "sk", "g", "h"})
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        self.assertCountEqual(found, [f"p{n}" for n in range(9)])

    def test_a_local_index_reads_consistently_and_fetches_what_it_lacks(self):
        self.put("Indexed", item("l", 1, h={"N": "2"}, x={"S": "1"}),
                 item("l", 2, h={"N": "1"}, x={"S": "2"}))
        for more, wanted in (({}, [{**key("l", 2), "h": {"N": "1"}}, {**key("l", 1), "h": {"N": "2"}}]),
                             ({"Select": "ALL_ATTRIBUTES"},
                              [item("l", 2, h={"N": "1"}, x={"S": "2"}),
                               item("l", 1, h={"N": "2"}, x={"S": "1"})]),
                             ({"ProjectionExpression": "x"}, [{"x": {"S": "2"}}, {"x": {"S": "1"}}])):
            with self.subTest(**more):
                found = self.db.query(
                    TableName="Indexed", IndexName="local", KeyConditionExpression="pk = :p",
                    ExpressionAttributeValues={":p": {"S": "l"}}, ConsistentRead=True, **more)
                self.assertEqual(found["Items"], wanted)

    def test_what_an_index_cannot_do_is_refused(self):
        good = {"TableName": "Indexed", "IndexName": "keys", "KeyConditionExpression": "g = :g",
                "ExpressionAttributeValues": {":g": {"S": "G"}}}
        self.assert_refused(self.db.query, good, (
            ({"ConsistentRead": True}, VALIDATION,
             "Consistent reads are not supported on global secondary indexes"),
            ({"Select": "ALL_ATTRIBUTES"}, VALIDATION, INVALID + "Select type ALL_ATTRIBUTES is not "
             "supported for global secondary index keys because its projection type is not ALL"),
            ({"ProjectionExpression": "x"}, VALIDATION, None),
            ({"KeyConditionExpression": "pk = :g"}, VALIDATION,
             "Query condition missed key schema element: g")))


if __name__ == "__main__":
    unittest.main()
