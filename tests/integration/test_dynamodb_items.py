"""Single items and batches of them: put, get, update, delete, and what they answer."""
import unittest

from dynamodb_cases import COUNTED, INVALID, NOT_FOUND, VALIDATION, DynamoDbTest, key

FAILED = ("ConditionalCheckFailedException", "The conditional request failed")
NO_TABLE = (NOT_FOUND, "Requested resource not found")
MISMATCH = "The provided key element does not match the schema"
EMPTY_KEY = ("One or more parameter values are not valid. The AttributeValue for a key attribute "
             "cannot contain an empty string value. Key: pk")
EVERY_TYPE = {
    "s": {"S": "text ü"}, "n": {"N": "-1.5"}, "b": {"B": b"\x00\xff"}, "t": {"BOOL": True},
    "z": {"NULL": True}, "ss": {"SS": ["a", "b"]}, "ns": {"NS": ["1", "2"]}, "bs": {"BS": [b"x"]},
    "l": {"L": [{"S": "a"}, {"L": []}]}, "m": {"M": {"deep": {"M": {"er": {"N": "1"}}}}},
    "empty": {"S": ""}, "nothing": {"B": b""}}


class ItemTest(DynamoDbTest):
    def setUp(self):
        self.table("Items")


class Put(ItemTest):
    def test_every_type_comes_back_as_it_was(self):
        self.put("Items", {**key("a"), **EVERY_TYPE})
        found = self.item("Items", key("a"))
        for name in ("ss", "ns"):
            self.assertEqual(sorted(*found[name].values()), sorted(*EVERY_TYPE[name].values()))
            found[name] = EVERY_TYPE[name]
        self.assertEqual(found, {**key("a"), **EVERY_TYPE})

    def test_numbers_come_back_in_their_shortest_form(self):
        for given, shown in (("1.0", "1"), ("-0", "0"), ("007", "7"), ("1e3", "1000"),
                             ("1.50e-2", "0.015"), ("+5", "5"), ("0.1e1", "1"),
                             ("9" * 38, "9" * 38), ("-1E-130", None), ("9.99E125", None)):
            with self.subTest(given):
                self.put("Items", {**key("n"), "n": {"N": given}})
                found = self.item("Items", key("n"))["n"]["N"]
                self.assertEqual(float(found), float(given))
                if shown:
                    self.assertEqual(found, shown)

    def test_a_put_replaces_the_whole_item_and_answers_the_old_one_if_asked(self):
        first, second = {**key("a"), "x": {"S": "1"}}, {**key("a"), "y": {"S": "2"}}
        self.assertEqual(self.answer(self.db.put_item, TableName="Items", Item=first,
                                     ReturnValues="ALL_OLD"), {})
        self.assertEqual(self.answer(self.db.put_item, TableName="Items", Item=second,
                                     ReturnValues="ALL_OLD"), {"Attributes": first})
        self.assertEqual(self.item("Items", key("a")), second)

    def test_capacity_and_collection_metrics_if_asked(self):
        answer = self.answer(self.db.put_item, TableName="Items", Item=key("a"),
                             ReturnConsumedCapacity="TOTAL", ReturnItemCollectionMetrics="SIZE")
        self.assertEqual(answer, {"ConsumedCapacity": {"TableName": "Items", "CapacityUnits": 1.0}})
        big = {**key("b"), "x": {"S": "x" * 2500}}
        answer = self.answer(self.db.put_item, TableName="Items", Item=big,
                             ReturnConsumedCapacity="INDEXES")
        self.assertEqual(answer["ConsumedCapacity"], {
            "TableName": "Items", "CapacityUnits": 3.0, "Table": {"CapacityUnits": 3.0}})

    def test_a_failed_condition_changes_nothing_and_shows_the_item_if_asked(self):
        item = {**key("a"), "n": {"N": "1"}}
        self.put("Items", item)
        for condition in ("attribute_not_exists(pk)", "n > :two", "NOT n = :one"):
            values = {name: value for name, value in (
                (":one", {"N": "1"}), (":two", {"N": "2"})) if name in condition}
            with self.subTest(condition):
                status, answer = self.wire(
                    "PutItem", TableName="Items", Item=key("a"), ConditionExpression=condition,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                    **({"ExpressionAttributeValues": values} if values else {}))
                self.assertEqual(status, 400)
                self.assertEqual(answer, {
                    "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
                    "message": "The conditional request failed", "Item": item})
        self.assertEqual(self.item("Items", key("a")), item)

    def test_bad_puts_get_the_words_of_aws(self):
        bad = INVALID + "{}"
        self.assert_refused(self.db.put_item, {"TableName": "Items", "Item": key("a")}, (
            ({"TableName": "None"}, *NO_TABLE),
            ({"TableName": None}, VALIDATION, None),
            ({"Item": {}}, VALIDATION, bad.format("Missing the key pk in the item")),
            ({"Item": {"pk": {"N": "1"}}}, VALIDATION,
             bad.format("Type mismatch for key pk expected: S actual: N")),
            ({"Item": {"pk": {"S": ""}}}, VALIDATION, EMPTY_KEY),
            ({"Item": {"pk": {"S": "k" * 2049}}}, VALIDATION, INVALID + "Size of hashkey has "
             "exceeded the maximum size limit of2048 bytes"),
            ({"Item": {**key("a"), "x": {"S": "x" * 409600}}}, VALIDATION,
             "Item size has exceeded the maximum allowed size"),
            ({"Item": {**key("a"), "x": {"N": "abc"}}}, VALIDATION,
             COUNTED + "The parameter cannot be converted to a numeric value: abc"),
            ({"Item": {**key("a"), "x": {"N": "1" * 39}}}, VALIDATION,
             COUNTED + "Attempting to store more than 38 significant digits in a Number"),
            ({"Item": {**key("a"), "x": {"N": "1e126"}}}, VALIDATION,
             COUNTED + "Number overflow. Attempting "
             "to store a number with magnitude larger than supported range"),
            ({"Item": {**key("a"), "x": {"N": "1e-131"}}}, VALIDATION,
             COUNTED + "Number underflow. Attempting "
             "to store a number with magnitude smaller than supported range"),
            ({"Item": {**key("a"), "x": {"SS": []}}}, VALIDATION,
             COUNTED + bad.format("An string set  may not be empty")),
            ({"Item": {**key("a"), "x": {"SS": ["a", "a"]}}}, VALIDATION,
             COUNTED + bad.format('Input collection ["a", "a"] contains duplicates.')),
            ({"Item": {**key("a"), "x": {"NULL": False}}}, VALIDATION,
             COUNTED + bad.format("Null attribute value types must have the value of true")),
            ({"Item": {**key("a"), "x": {}}}, VALIDATION,
             "Supplied AttributeValue is empty, must "
             "contain exactly one of the supported datatypes"),
            ({"ReturnValues": "ALL_NEW"}, VALIDATION,
             COUNTED + "ReturnValues can only be ALL_OLD or NONE"),
            ({"ConditionExpression": ""}, VALIDATION,
             COUNTED + "Invalid ConditionExpression: The expression can not be empty;"),
            ({"ConditionExpression": "a b"}, VALIDATION,
             COUNTED + 'Invalid ConditionExpression: Syntax error; token: "b", near: "a b"'),
            ({"ConditionExpression": "x = :v"}, VALIDATION,
             COUNTED + "Invalid ConditionExpression: An "
             "expression attribute value used in expression is not defined; attribute value: :v"),
            ({"ConditionExpression": "attribute_exists(#n)"}, VALIDATION,
             COUNTED +
             "Invalid ConditionExpression: An expression attribute name used in the document path "
             "is not defined; attribute name: #n"),
            ({"ConditionExpression": "attribute_exists(size)"}, VALIDATION,
             COUNTED +
             "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: "
             "size"),
            ({"ExpressionAttributeNames": {"#n": "n"}}, VALIDATION,
             COUNTED + "ExpressionAttributeNames can "
             "only be specified when using expressions"),
            ({"ConditionExpression": "attribute_exists(pk)",
              "ExpressionAttributeNames": {"#unused": "x"}}, VALIDATION,
             COUNTED +
             "Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}"),
            ({"ConditionExpression": "attribute_exists(pk)",
              "ExpressionAttributeValues": {":unused": {"S": "x"}}}, VALIDATION,
             COUNTED +
             "Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}"),
            ({"ConditionExpression": "attribute_exists(pk)", "Expected": {}}, VALIDATION, None),
        ))
        self.assertIsNone(self.item("Items", key("a")))


class Get(ItemTest):
    def test_a_missing_item_is_an_empty_answer(self):
        self.assertEqual(self.answer(self.db.get_item, TableName="Items", Key=key("none")), {})

    def test_a_projection_cuts_the_item_down(self):
        self.put("Items", {**key("a"), "l": {"L": [{"N": "0"}, {"N": "1"}, {"N": "2"}]},
                           "m": {"M": {"x": {"S": "1"}, "y": {"S": "2"}}}, "z": {"S": "3"}})
        for projection, wanted in (
                ("z", {"z": {"S": "3"}}), ("m.x", {"m": {"M": {"x": {"S": "1"}}}}),
                ("l[2], l[0]", {"l": {"L": [{"N": "0"}, {"N": "2"}]}}), ("zz, l[7], m.q", {}),
                ("#p, m.y", {**key("a"), "m": {"M": {"y": {"S": "2"}}}})):
            names = {"ExpressionAttributeNames": {"#p": "pk"}} if "#p" in projection else {}
            with self.subTest(projection):
                found = self.db.get_item(TableName="Items", Key=key("a"),
                                         ProjectionExpression=projection, **names)["Item"]
                self.assertEqual(found, wanted)

    def test_capacity_is_half_for_an_eventual_read(self):
        for consistent, units in ((False, 0.5), (True, 1.0)):
            answer = self.db.get_item(TableName="Items", Key=key("a"), ConsistentRead=consistent,
                                      ReturnConsumedCapacity="TOTAL")
            self.assertEqual(answer["ConsumedCapacity"]["CapacityUnits"], units)

    def test_bad_gets_get_the_words_of_aws(self):
        overlap = ("Invalid ProjectionExpression: Two document paths overlap with each other; must "
                   "remove or rewrite one of these paths; path one: [m], path two: [m, x]")
        self.assert_refused(self.db.get_item, {"TableName": "Items", "Key": key("a")}, (
            ({"TableName": "None"}, *NO_TABLE),
            ({"Key": {}}, VALIDATION, MISMATCH),
            ({"Key": {"other": {"S": "a"}}}, VALIDATION, MISMATCH),
            ({"Key": {"pk": {"N": "1"}}}, VALIDATION, MISMATCH),
            ({"Key": key("a", 1)}, VALIDATION, MISMATCH),
            ({"Key": {"pk": {"S": ""}}}, VALIDATION, EMPTY_KEY),
            ({"ProjectionExpression": ""}, VALIDATION,
             "Invalid ProjectionExpression: The expression can not be empty;"),
            ({"ProjectionExpression": "m, m.x"}, VALIDATION, overlap),
            ({"ProjectionExpression": "x", "AttributesToGet": ["x"]}, VALIDATION,
             "Can not use both expression and non-expression parameters in the same request: "
             "Non-expression parameters: {AttributesToGet} Expression parameters: "
             "{ProjectionExpression}"),
        ))


class Update(ItemTest):
    def update(self, expression, values=None, **more):
        given = {"ExpressionAttributeValues": values} if values else {}
        return self.answer(self.db.update_item, TableName="Items", Key=key("a"),
                           UpdateExpression=expression, **given, **more)

    def test_every_clause_does_its_work(self):
        start = {"n": {"N": "5"}, "l": {"L": [{"S": "a"}, {"S": "b"}]}, "ss": {"SS": ["x", "y"]},
                 "m": {"M": {"k": {"N": "1"}}}}
        for expression, values, changed in (
                ("SET n = n + :v", {":v": {"N": "2"}}, {"n": {"N": "7"}}),
                ("SET n = n - :v", {":v": {"N": "0.5"}}, {"n": {"N": "4.5"}}),
                ("SET q = if_not_exists(q, :v)", {":v": {"S": "new"}}, {"q": {"S": "new"}}),
                ("SET n = if_not_exists(n, :v)", {":v": {"S": "new"}}, {}),
                ("SET l = list_append(l, :v)", {":v": {"L": [{"S": "c"}]}},
                 {"l": {"L": [{"S": "a"}, {"S": "b"}, {"S": "c"}]}}),
                ("SET l[0] = :v, l[9] = :v", {":v": {"S": "z"}},
                 {"l": {"L": [{"S": "z"}, {"S": "b"}, {"S": "z"}]}}),
                ("SET m.j = m.k", None, {"m": {"M": {"k": {"N": "1"}, "j": {"N": "1"}}}}),
                ("REMOVE n, l[0]", None, {"n": None, "l": {"L": [{"S": "b"}]}}),
                ("ADD n :v, fresh :v", {":v": {"N": "1"}}, {"n": {"N": "6"}, "fresh": {"N": "1"}}),
                ("DELETE ss :v", {":v": {"SS": ["x", "q"]}}, {"ss": {"SS": ["y"]}}),
                ("DELETE ss :v", {":v": {"SS": ["x", "y"]}}, {"ss": None}),
                ("SET n = l[1] REMOVE l", None, {"n": {"S": "b"}, "l": None})):
            with self.subTest(expression):
                self.put("Items", {**key("a"), **start})
                self.assertEqual(self.update(expression, values), {})
                wanted = {name: value for name, value in {**key("a"), **start, **changed}.items()
                          if value is not None}
                self.assertEqual(self.item("Items", key("a")), wanted)

    def test_return_values(self):
        for wanted, shown in (
                ("NONE", None), ("ALL_OLD", {**key("a"), "n": {"N": "1"}, "x": {"S": "s"}}),
                ("UPDATED_OLD", {"n": {"N": "1"}}),
                ("ALL_NEW", {**key("a"), "n": {"N": "2"}, "x": {"S": "s"}, "q": {"N": "9"}}),
                ("UPDATED_NEW", {"n": {"N": "2"}, "q": {"N": "9"}})):
            with self.subTest(wanted):
                self.put("Items", {**key("a"), "n": {"N": "1"}, "x": {"S": "s"}})
                answer = self.update("SET n = :v, q = :w", {":v": {"N": "2"}, ":w": {"N": "9"}},
                                     ReturnValues=wanted)
                self.assertEqual(answer, {"Attributes": shown} if shown else {})

    def test_an_update_of_nothing_makes_an_item_of_its_key(self):
        self.db.update_item(TableName="Items", Key=key("bare"))
        self.assertEqual(self.item("Items", key("bare")), key("bare"))

    def test_bad_updates_get_the_words_of_aws(self):
        self.put("Items", {**key("a"), "s": {"S": "text"}, "m": {"M": {}}})
        value = {"ExpressionAttributeValues": {":v": {"N": "1"}}}
        self.assert_refused(self.db.update_item, {"TableName": "Items", "Key": key("a")}, (
            ({"UpdateExpression": "SET pk = :v", **value}, VALIDATION,
             INVALID + "Cannot update attribute pk. This attribute is part of the key"),
            ({"UpdateExpression": ""}, VALIDATION,
             COUNTED + "Invalid UpdateExpression: The expression can not be empty;"),
            ({"UpdateExpression": "INVALID SYNTAX"}, VALIDATION,
             COUNTED +
             'Invalid UpdateExpression: Syntax error; token: "INVALID", near: "INVALID SYNTAX"'),
            ({"UpdateExpression": "SET s = s + :v", **value}, VALIDATION,
             "An operand in the update expression has an incorrect data type"),
            ({"UpdateExpression": "SET x = q + :v", **value}, VALIDATION, "The provided expression "
             "refers to an attribute that does not exist in the item"),
            ({"UpdateExpression": "SET m.a.b = :v", **value}, VALIDATION, "The document path "
             "provided in the update expression is invalid for update"),
            ({"UpdateExpression": "SET x = :v, x = :v", **value}, VALIDATION,
             COUNTED +
             "Invalid UpdateExpression: Two document paths overlap with each other; must remove or "
             "rewrite one of these paths; path one: [x], path two: [x]"),
            ({"UpdateExpression": "SET x = :v SET y = :v", **value}, VALIDATION,
             COUNTED +
             'Invalid UpdateExpression: The "SET" section can only be used once in an update '
             "expression;"),
            ({"UpdateExpression": "ADD s :v", **value}, VALIDATION,
             "An operand in the update expression has an incorrect data type"),
            ({"UpdateExpression": "SET x = nosuch(s, :v)", **value}, VALIDATION,
             COUNTED + "Invalid UpdateExpression: Invalid function name; function: nosuch"),
            ({"UpdateExpression": "SET x = :v"}, VALIDATION, COUNTED + "Invalid UpdateExpression: An "
             "expression attribute value used in expression is not defined; attribute value: :v"),
            ({"UpdateExpression": "SET x = :v", **value, "ConditionExpression":
              "attribute_not_exists(pk)"}, *FAILED),
            ({"ReturnValues": "SOME"}, VALIDATION, COUNTED + "Failed to satisfy constraint: Member "
             "must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"),
        ))
        self.assertEqual(self.item("Items", key("a")),
                         {**key("a"), "s": {"S": "text"}, "m": {"M": {}}})


class Delete(ItemTest):
    def test_a_delete_answers_the_old_item_if_asked_and_none_the_second_time(self):
        self.put("Items", {**key("a"), "x": {"S": "1"}})
        for shown in ({"Attributes": {**key("a"), "x": {"S": "1"}}}, {}):
            self.assertEqual(self.answer(self.db.delete_item, TableName="Items", Key=key("a"),
                                         ReturnValues="ALL_OLD"), shown)
        self.assertIsNone(self.item("Items", key("a")))

    def test_bad_deletes_get_the_words_of_aws(self):
        self.put("Items", key("a"))
        self.assert_refused(self.db.delete_item, {"TableName": "Items", "Key": key("a")}, (
            ({"TableName": "None"}, *NO_TABLE),
            ({"Key": {"pk": {"N": "1"}}}, VALIDATION, MISMATCH),
            ({"ConditionExpression": "attribute_not_exists(pk)"}, *FAILED),
            ({"ReturnValues": "ALL_NEW"}, VALIDATION, None)))
        self.assertEqual(self.item("Items", key("a")), key("a"))


class Legacy(ItemTest):
    def test_expected_and_attribute_updates_still_work(self):
        self.put("Items", {**key("a"), "n": {"N": "1"}, "gone": {"S": "x"}})
        self.db.update_item(
            TableName="Items", Key=key("a"),
            Expected={"n": {"ComparisonOperator": "LT", "AttributeValueList": [{"N": "5"}]}},
            AttributeUpdates={"n": {"Action": "ADD", "Value": {"N": "2"}},
                              "gone": {"Action": "DELETE"}, "new": {"Value": {"S": "y"}}})
        self.assertEqual(self.item("Items", key("a")),
                         {**key("a"), "n": {"N": "3"}, "new": {"S": "y"}})
        self.assert_error(*FAILED, self.db.put_item, TableName="Items", Item=key("a"),
                          Expected={"pk": {"Exists": False}})
        found = self.db.get_item(TableName="Items", Key=key("a"), AttributesToGet=["n"])["Item"]
        self.assertEqual(found, {"n": {"N": "3"}})


class Batches(ItemTest):
    def test_a_batch_writes_and_reads_several_tables(self):
        self.table("Others", "pk", "sk")
        answer = self.answer(self.db.batch_write_item, RequestItems={
            "Items": [{"PutRequest": {"Item": key("a")}}, {"PutRequest": {"Item": key("b")}}],
            "Others": [{"PutRequest": {"Item": key("a", 1)}}]}, ReturnConsumedCapacity="TOTAL")
        capacity = {entry["TableName"]: entry["CapacityUnits"]
                    for entry in answer.pop("ConsumedCapacity")}
        self.assertEqual((answer, capacity), ({"UnprocessedItems": {}}, {"Items": 2.0, "Others": 1.0}))
        self.db.batch_write_item(RequestItems={"Items": [{"DeleteRequest": {"Key": key("b")}}]})
        answer = self.answer(self.db.batch_get_item, RequestItems={
            "Items": {"Keys": [key("a"), key("b")]}, "Others": {"Keys": [key("a", 1)]}})
        self.assertEqual(answer, {"UnprocessedKeys": {}, "Responses": {
            "Items": [key("a")], "Others": [key("a", 1)]}})

    def test_a_batch_is_cut_where_the_answer_would_be_too_large(self):
        big = {"S": "x" * 390_000}
        keys = [key(f"big{number:02}") for number in range(45)]
        for item_key in keys:
            self.put("Items", {**item_key, "x": big})
        answer = self.db.batch_get_item(RequestItems={"Items": {"Keys": keys}})
        found = answer["Responses"]["Items"]
        left = answer["UnprocessedKeys"]["Items"]["Keys"]
        self.assertLess(sum(len(item["x"]["S"]) for item in found), 16 << 20)
        self.assertCountEqual([item["pk"]["S"] for item in found] + [k["pk"]["S"] for k in left],
                              [k["pk"]["S"] for k in keys])

    def test_bad_batches_get_the_words_of_aws(self):
        put = {"PutRequest": {"Item": key("a")}}
        many = [{"PutRequest": {"Item": key(str(number))}} for number in range(26)]
        self.assert_refused(self.db.batch_write_item, {}, (
            ({"RequestItems": {}}, VALIDATION,
             "The requestItems parameter is required for BatchWriteItem"),
            ({"RequestItems": {"Items": [{"PutRequest": {"Item": {"pk": {"SS": ["b", "a", "b"]}}}}]}},
             VALIDATION, INVALID + "Input collection [b, a, b] contains duplicates."),
            ({"RequestItems": {"Items": []}}, VALIDATION, None),
            ({"RequestItems": {"Items": many}}, VALIDATION, None),
            ({"RequestItems": {"None": [put]}}, *NO_TABLE),
            ({"RequestItems": {"Items": [put, put]}}, VALIDATION,
             "Provided list of item keys contains duplicates"),
            ({"RequestItems": {"Items": [put, {"DeleteRequest": {"Key": key("a")}}]}}, VALIDATION,
             "Provided list of item keys contains duplicates"),
            ({"RequestItems": {"Items": [{"PutRequest": {"Item": {"x": {"S": "y"}}}}]}}, VALIDATION,
             None)))
        keys = [key(str(number)) for number in range(101)]
        self.assert_refused(self.db.batch_get_item, {}, (
            ({"RequestItems": {}}, VALIDATION, COUNTED + "Value at 'RequestItems' failed to satisfy "
             "constraint: Member must have length greater than or equal to 1"),
            ({"RequestItems": {"Items": {"Keys": [{"pk": {"SS": ["b", "a", "b"]}}]}}}, VALIDATION,
             INVALID + 'Input collection ["a", "b", "b"] contains duplicates.'),
            ({"RequestItems": {"Items": {"Keys": keys}}}, VALIDATION, None),
            ({"RequestItems": {"None": {"Keys": [key("a")]}}}, *NO_TABLE),
            ({"RequestItems": {"Items": {"Keys": [key("a"), key("a")]}}}, VALIDATION,
             "Provided list of item keys contains duplicates"),
            ({"RequestItems": {"Items": {"Keys": [key("a", 1)]}}}, VALIDATION, MISMATCH)))
        self.assertEqual(self.db.scan(TableName="Items")["Count"], 0)


if __name__ == "__main__":
    unittest.main()
