"""Query and Scan: keys, order, pages, filters, projections, segments."""
import unittest

from dynamodb_cases import CONSTRAINT, COUNTED, NOT_FOUND, VALIDATION, DynamoDbTest, key

SORTS = [-10, -1.5, 0, 2, 10]
MISSED = "Query condition missed key schema element: "


def row(pk, sk, **more):
    return {**key(pk, sk), "even": {"BOOL": sk % 2 == 0}, **more}


class QueryTest(DynamoDbTest):
    def setUp(self):
        self.table("Rows", "pk", "sk")
        self.put("Rows", *(row(pk, sk) for pk in ("a", "b") for sk in SORTS))

    def ask(self, call, condition=None, values=None, **more):
        given = dict(more)
        if condition:
            given["KeyConditionExpression"] = condition
        if values:
            given["ExpressionAttributeValues"] = values
        return self.answer(call, TableName="Rows", **given)

    def query(self, condition="pk = :p", more_values=None, **more):
        return self.ask(self.db.query, condition, {":p": {"S": "a"}, **(more_values or {})}, **more)

    def sorts(self, answer):
        return [float(item["sk"]["N"]) for item in answer["Items"]]


class Query(QueryTest):
    def test_an_answer_field_for_field(self):
        answer = self.query("pk = :p AND sk = :s", {":s": {"N": "2"}}, ReturnConsumedCapacity="TOTAL")
        self.assertEqual(answer, {
            "Items": [row("a", 2)], "Count": 1, "ScannedCount": 1,
            "ConsumedCapacity": {"TableName": "Rows", "CapacityUnits": 0.5}})

    def test_every_key_condition_in_both_directions(self):
        low, high = {":l": {"N": "-1.5"}}, {":l": {"N": "-1.5"}, ":h": {"N": "2.0"}}
        for condition, values, wanted in (
                ("pk = :p", {}, SORTS), ("sk = :l AND pk = :p", low, [-1.5]),
                ("pk = :p AND sk < :l", low, [-10]), ("pk = :p AND sk <= :l", low, [-10, -1.5]),
                ("pk = :p AND sk > :l", low, [0, 2, 10]),
                ("pk = :p AND sk >= :l", low, [-1.5, 0, 2, 10]),
                ("pk = :p AND sk BETWEEN :l AND :h", high, [-1.5, 0, 2]),
                ("(pk = :p) AND (sk > :l)", low, [0, 2, 10])):
            with self.subTest(condition):
                self.assertEqual(self.sorts(self.query(condition, values)), wanted)
                backward = self.query(condition, values, ScanIndexForward=False)
                self.assertEqual(self.sorts(backward), wanted[::-1])

    def test_strings_and_bytes_are_ordered_by_their_bytes_and_begin_with_a_prefix(self):
        for name, kind, values in (
                ("Texts", "S", ["A", "a", "a\u00e9", "ab", "\u00e9", "\uffee", "\U0001f600"]),
                ("Bytes", "B", [b"\x00", b"\x00\x01", b"a", b"ab", b"\x7f", b"\x80", b"\xff"])):
            self.table(name, "pk", "sk", types={"pk": "S", "sk": kind})
            self.put(name, *({"pk": {"S": "p"}, "sk": {kind: value}} for value in values))
            ordered = sorted(values, key=lambda value: value.encode() if kind == "S" else value)
            prefix = "a" if kind == "S" else b"a"
            for condition, more, wanted in (
                    ("pk = :p", {}, ordered),
                    ("pk = :p AND begins_with(sk, :s)", {":s": {kind: prefix}},
                     [value for value in ordered if value.startswith(prefix)])):
                with self.subTest(name, condition=condition):
                    found = self.db.query(
                        TableName=name, KeyConditionExpression=condition,
                        ExpressionAttributeValues={":p": {"S": "p"}, **more})["Items"]
                    self.assertEqual([item["sk"][kind] for item in found], wanted)

    def test_pages_follow_each_other_without_gap_or_repetition(self):
        for forward in (True, False):
            found, start = [], {}
            for _ in range(10):
                page = self.query(Limit=2, ScanIndexForward=forward, **start)
                found += self.sorts(page)
                if "LastEvaluatedKey" not in page:
                    break
                self.assertEqual(page["LastEvaluatedKey"], key("a", page["Items"][-1]["sk"]["N"]))
                start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
            self.assertEqual(found, SORTS if forward else SORTS[::-1])

    def test_a_page_ends_at_one_megabyte(self):
        self.put("Rows", *({**key("big", number), "x": {"S": "x" * 300_000}} for number in range(6)))
        page = self.query("pk = :p", {":p": {"S": "big"}})
        self.assertEqual((page["Count"], page["LastEvaluatedKey"]), (4, key("big", 3)))
        rest = self.query("pk = :p", {":p": {"S": "big"}}, ExclusiveStartKey=page["LastEvaluatedKey"])
        self.assertEqual(rest["Count"], 2)
        self.assertNotIn("LastEvaluatedKey", rest)

    def test_a_filter_counts_what_it_reads_and_a_limit_is_of_what_is_read(self):
        answer = self.query(FilterExpression="even = :t", more_values={":t": {"BOOL": True}}, Limit=3)
        self.assertEqual((self.sorts(answer), answer["Count"], answer["ScannedCount"]),
                         ([-10, 0], 2, 3))
        self.assertIn("LastEvaluatedKey", answer)

    def test_select_and_projection(self):
        self.assertEqual(self.query(Select="COUNT"), {"Count": 5, "ScannedCount": 5})
        found = self.query("pk = :p AND sk = :s", {":s": {"N": "2"}}, ProjectionExpression="even")
        self.assertEqual(found["Items"], [{"even": {"BOOL": True}}])
        legacy = self.query("pk = :p AND sk = :s", {":s": {"N": "2"}}, Select="SPECIFIC_ATTRIBUTES",
                            ProjectionExpression="sk")
        self.assertEqual(legacy["Items"], [{"sk": {"N": "2"}}])

    def test_the_old_key_conditions_still_work(self):
        answer = self.ask(self.db.query, KeyConditions={
            "pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]},
            "sk": {"ComparisonOperator": "GT", "AttributeValueList": [{"N": "0"}]}}, QueryFilter={
            "even": {"ComparisonOperator": "EQ", "AttributeValueList": [{"BOOL": True}]}})
        self.assertEqual((self.sorts(answer), answer["ScannedCount"]), ([2, 10], 2))

    def test_bad_queries_get_the_words_of_aws(self):
        good = {"TableName": "Rows", "KeyConditionExpression": "pk = :p",
                "ExpressionAttributeValues": {":p": {"S": "a"}}}
        two = {":p": {"S": "a"}, ":s": {"N": "1"}}
        self.assert_refused(self.db.query, good, (
            ({"TableName": "None"}, NOT_FOUND, "Requested resource not found"),
            ({"KeyConditionExpression": "other_key = :p"}, VALIDATION, MISSED + "pk"),
            ({"KeyConditionExpression": "sk = :p"}, VALIDATION, MISSED + "pk"),
            ({"KeyConditionExpression": "pk > :p"}, VALIDATION,
             "Query key condition not supported"),
            ({"KeyConditionExpression": "pk = :p OR sk = :s", "ExpressionAttributeValues": two},
             VALIDATION, "Invalid operator used in KeyConditionExpression: OR"),
            ({"KeyConditionExpression": "pk = :p AND sk <> :s", "ExpressionAttributeValues": two},
             VALIDATION, None),
            ({"KeyConditionExpression": ""}, VALIDATION,
             "Invalid KeyConditionExpression: The expression can not be empty;"),
            ({"KeyConditionExpression": None, "ExpressionAttributeValues": None}, VALIDATION,
             "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
             "request."),
            ({"ExpressionAttributeValues": {":p": {"N": "1"}}}, VALIDATION, None),
            ({"FilterExpression": "pk = :p"}, VALIDATION, "Filter Expression can only contain "
             "non-primary key attributes: Primary key attribute: pk"),
            ({"Limit": 0}, VALIDATION, "1 validation error detected: Value at 'Limit' failed to "
             "satisfy constraint: Member must have value greater than or equal to 1"),
            ({"Select": "INVALID"}, VALIDATION, CONSTRAINT % ("INVALID", "select")
             + "Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, "
             "ALL_PROJECTED_ATTRIBUTES]"),
            ({"Select": "COUNT", "ProjectionExpression": "sk"}, VALIDATION, COUNTED + "Cannot specify "
             "the ProjectionExpression when choosing to get only the Count"),
            ({"Select": "ALL_PROJECTED_ATTRIBUTES"}, VALIDATION, COUNTED + "ALL_PROJECTED_ATTRIBUTES "
             "can be used only when Querying using an IndexName"),
            ({"KeyConditionExpression": "pk.a = :p"}, VALIDATION, "Invalid KeyConditionExpression: "
             "KeyConditionExpressions cannot have conditions on nested attributes"),
            ({"IndexName": "nosuch"}, VALIDATION,
             "The table does not have the specified index: nosuch"),
            ({"ExclusiveStartKey": {"pk": {"S": "a"}}}, VALIDATION, None),
            ({"ExclusiveStartKey": key("b", 1)}, VALIDATION, None)))


class Scan(QueryTest):
    def test_a_scan_sees_everything_once_page_by_page(self):
        found, start = [], {}
        for _ in range(20):
            page = self.ask(self.db.scan, Limit=3, **start)
            found += [(item["pk"]["S"], float(item["sk"]["N"])) for item in page["Items"]]
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        self.assertCountEqual(found, [(pk, sk) for pk in ("a", "b") for sk in SORTS])

    def test_filters_and_counts(self):
        answer = self.ask(self.db.scan, values={":t": {"BOOL": True}},
                          FilterExpression="even = :t")
        self.assertEqual((answer["Count"], answer["ScannedCount"]), (8, 10))
        self.assertEqual(self.ask(self.db.scan, Select="COUNT"), {"Count": 10, "ScannedCount": 10})
        legacy = self.ask(self.db.scan, ScanFilter={
            "sk": {"ComparisonOperator": "LT", "AttributeValueList": [{"N": "0"}]}})
        self.assertEqual((legacy["Count"], legacy["ScannedCount"]), (4, 10))

    def test_segments_share_the_items_without_overlap(self):
        self.put("Rows", *(row(f"p{number}", 0) for number in range(30)))
        found = [item["pk"]["S"] + item["sk"]["N"] for segment in range(4)
                 for item in self.ask(self.db.scan, Segment=segment, TotalSegments=4)["Items"]]
        everything = self.ask(self.db.scan)["Items"]
        self.assertCountEqual(found, [item["pk"]["S"] + item["sk"]["N"] for item in everything])
        self.assertEqual(len(found), 40)

    def test_bad_scans_get_the_words_of_aws(self):
        self.assert_refused(self.db.scan, {"TableName": "Rows"}, (
            ({"TableName": "None"}, NOT_FOUND, "Requested resource not found"),
            ({"TotalSegments": 2}, VALIDATION, "The Segment parameter is required but was not "
             "present in the request when parameter TotalSegments is present"),
            ({"Segment": 0}, VALIDATION, "The TotalSegments parameter is required but was not "
             "present in the request when Segment parameter is present"),
            ({"Segment": 5, "TotalSegments": 5}, VALIDATION, "The Segment parameter is zero-based "
             "and must be less than parameter TotalSegments: Segment: 5 is not less than "
             "TotalSegments: 5"),
            ({"FilterExpression": ""}, VALIDATION,
             "Invalid FilterExpression: The expression can not be empty;"),
            ({"FilterExpression": "attribute_exists(#missing)"}, VALIDATION,
             "Invalid FilterExpression: An expression attribute name used in the document path is "
             "not defined; attribute name: #missing"),
            ({"Limit": 0}, VALIDATION, CONSTRAINT % ("0", "limit")
             + "Member must have value greater than or equal to 1"),
            ({"ProjectionExpression": "!!"}, VALIDATION,
             'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"'),
            ({"ExclusiveStartKey": {"pk": {"S": "a"}}}, VALIDATION, None)))


if __name__ == "__main__":
    unittest.main()
