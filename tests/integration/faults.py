"""Faults that refuse a request whatever else it says, each with the error's code."""
import copy

from model_expressions import VALIDATION

SERIALIZATION = "SerializationException"
ANY_KEYED = ("PutItem", "UpdateItem", "DeleteItem", "GetItem")


def without_member(name):
    def spoil(body):
        del body[name]
    return spoil


def with_members(**members):
    return lambda body: body.update(copy.deepcopy(members))


def in_item(**attributes):
    return lambda body: body["Item"].update(copy.deepcopy(attributes))


BAD_VALUES = [
    {"N": ""}, {"N": "abc"}, {"N": "1" * 39}, {"N": "1e126"}, {"N": "1e-131"}, {"N": "0x10"},
    {"SS": []}, {"SS": ["a", "a"]}, {"NS": ["1", "1.0"]}, {"BS": ["AQ==", "AQ=="]},
    {"NULL": False}, {}, {"S": "a", "N": "1"}, {"M": {"x": {"SS": []}}}, {"L": [{"N": "-"}]}]
# The operation, how to spoil its body, the code.
FAULTS = [
    *[(name, with_members(TableName="No"), VALIDATION) for name in (*ANY_KEYED, "Query", "Scan")],
    *[(name, with_members(TableName=7), SERIALIZATION) for name in (*ANY_KEYED, "Query")],
    *[(name, without_member("TableName"), VALIDATION) for name in (*ANY_KEYED, "Query")],
    *[(name, with_members(TableName="Absent"), "ResourceNotFoundException")
      for name in ("GetItem", "DeleteItem", "Scan")],
    *[(name, with_members(Key=key), VALIDATION) for name in ANY_KEYED[1:] for key in (
        {}, {"pk": {"N": "1"}}, {"pk": {"S": ""}}, {"pk": {"S": "k"}, "zz": {"S": "a"}},
        {"zz": {"S": "a"}}, {"pk": {"NULL": True}})],
    *[("PutItem", in_item(bad=value), VALIDATION) for value in BAD_VALUES],
    ("PutItem", in_item(bad={"S": 1}), SERIALIZATION),
    ("PutItem", in_item(bad={"N": 1}), SERIALIZATION),
    ("PutItem", in_item(bad="text"), SERIALIZATION),
    ("PutItem", in_item(bad={"B": "%"}), SERIALIZATION),
    ("PutItem", lambda body: body["Item"].pop("pk"), VALIDATION),
    ("PutItem", in_item(pk={"N": "1"}), VALIDATION),
    *[("PutItem", with_members(ReturnValues=wanted), VALIDATION)
      for wanted in ("ALL_NEW", "UPDATED_OLD", "all_old", "")],
    ("DeleteItem", with_members(ReturnValues="ALL_NEW"), VALIDATION),
    *[("UpdateItem", with_members(
        UpdateExpression=text, ExpressionAttributeNames=names, ExpressionAttributeValues=values,
        ConditionExpression="attribute_not_exists(#q) OR attribute_exists(#q)"), VALIDATION)
      for text, names, values in (
          ("", {"#q": "q"}, {":v": {"N": "1"}}),
          ("SET", {"#q": "q"}, {":v": {"N": "1"}}),
          ("SET a = :v", {"#q": "q"}, {":w": {"N": "1"}}),
          ("SET a = :v", {"#q": "q"}, {":v": {"N": "1"}, ":w": {"N": "1"}}),
          ("SET a = :v", {"#q": "q", "#w": "w"}, {":v": {"N": "1"}}),
          ("SET #w = :v", {"#q": "q"}, {":v": {"N": "1"}}),
          ("SET a = :v SET b = :v", {"#q": "q"}, {":v": {"N": "1"}}),
          ("SET a = :v, a = :v", {"#q": "q"}, {":v": {"N": "1"}}),
          ("SET m.x = :v REMOVE m", {"#q": "q"}, {":v": {"N": "1"}}),
          ("SET m.x = :v, m[0] = :v", {"#q": "q"}, {":v": {"N": "1"}}),
          ("SET pk = :v", {"#q": "q"}, {":v": {"N": "1"}}),
          ("REMOVE pk", {"#q": "q"}, {":v": {"N": "1"}}),
          ("SET a = a + :v", {"#q": "q"}, {":v": {"S": "1"}}),
          ("SET a = list_append(a, :v)", {"#q": "q"}, {":v": {"S": "1"}}),
          ("SET a = nosuch(a, :v)", {"#q": "q"}, {":v": {"S": "1"}}),
          ("ADD a :v", {"#q": "q"}, {":v": {"S": "1"}}),
          ("DELETE a :v", {"#q": "q"}, {":v": {"N": "1"}}),
          ("SET size = :v", {"#q": "q"}, {":v": {"N": "1"}}),
          ("set a = :v,", {"#q": "q"}, {":v": {"N": "1"}}))],
    *[("GetItem", with_members(ProjectionExpression=text, ExpressionAttributeNames={"#q": "q"}),
       VALIDATION)
      for text in ("", "#q, #q", "#q.", "#q, #q.x", "#q[0], #q.x", "#w", "#q,", "#q[-1]",
                   "#q[0.5]", "#q a")],
    *[("DeleteItem", with_members(
        ConditionExpression=text, ExpressionAttributeNames={"#q": "q"},
        ExpressionAttributeValues={":a": {"N": "2"}, ":b": {"N": "1"}, ":c": value}), VALIDATION)
      for value in ({"BOOL": True}, {"SS": ["a"]}) for text in (
          "", "#q", "#q = :a AND :b", "#q = :a OR #q = :b OR #q < :c",
          "#q BETWEEN :a AND :b OR #q = :c", "#q = :a AND #q = :b AND begins_with(#q, :c)",
          "((#q = :a)) OR #q = :b OR #q = :c", "#q = #q OR #q IN (:a, :b, :c)",
          "#q = :a AND #q = :b AND attribute_type(#q, :c)", "#q IN () OR #q IN (:a, :b, :c)",
          "#q = :a AND #q = :b AND nosuch(#q, :c)", "#q == :a OR #q IN (:b, :c)",
          "size(#q) = :a AND size(#q, :b) = :c", "attribute_exists(:a) OR #q IN (:b, :c)",
          "#q BETWEEN :a AND :c OR #q = :b", "a b :a :b :c", "#q = :a AND (#q = :b OR #q = :c")],
    *[("Query", with_members(Limit=limit), VALIDATION) for limit in (0, -1)],
    ("Query", with_members(Limit="1"), SERIALIZATION),
    ("Query", with_members(IndexName="nosuch"), VALIDATION),
    ("Query", with_members(Select="SOME"), VALIDATION),
    ("Query", without_member("KeyConditionExpression"), VALIDATION),
    ("Scan", with_members(TotalSegments=2), VALIDATION),
    ("Scan", with_members(Segment=2, TotalSegments=2), VALIDATION),
    ("Scan", with_members(Segment=0, TotalSegments=1000001), VALIDATION),
]
