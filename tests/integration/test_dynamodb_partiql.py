"""PartiQL through the SDK: statements, batches, transactions, tokens that outlive the server."""
import unittest

from dynamodb_cases import DynamoDbTest, key
from harness import Server, data_directory


class Statements(DynamoDbTest):
    def setUp(self):
        self.table("Music", "pk", "sk")

    def run_statement(self, statement, *parameters, **more):
        given = {"Parameters": list(parameters)} if parameters else {}
        return self.answer(self.db.execute_statement, Statement=statement, **given, **more)

    def test_a_life_of_an_item(self):
        self.assertEqual(self.run_statement(
            "INSERT INTO \"Music\" VALUE {'pk': ?, 'sk': 1, 'tags': <<'a', 'b'>>, 'm': {'n': [1]}}",
            {"S": "x"}), {"Items": []})
        self.assertEqual(self.run_statement("SELECT m.n[0], tags FROM Music WHERE pk = 'x' AND sk = 1"),
                         {"Items": [{"n[0]": {"N": "1"}, "tags": {"SS": ["a", "b"]}}]})
        self.assertEqual(self.run_statement(
            "UPDATE Music SET m.k = ? REMOVE tags WHERE pk = 'x' AND sk = 1 RETURNING MODIFIED NEW *",
            {"B": b"\x01"}), {"Items": [{"m": {"M": {"k": {"B": b"\x01"}}}}]})
        self.assertEqual(
            self.run_statement("DELETE FROM Music WHERE pk = 'x' AND sk = 1 RETURNING ALL OLD *")["Items"][0]["pk"],
            {"S": "x"})
        self.assertIsNone(self.item("Music", key("x", 1)))

    def test_errors_are_the_sdk_s_exceptions(self):
        self.put("Music", key("x", 1))
        insert = "INSERT INTO Music VALUE {'pk': 'x', 'sk': 1}"
        with self.assertRaises(self.db.exceptions.DuplicateItemException) as caught:
            self.run_statement(insert)
        self.assertEqual(caught.exception.response["Error"]["Message"],
                         "Duplicate primary key exists in table")
        with self.assertRaises(self.db.exceptions.ConditionalCheckFailedException) as caught:
            self.run_statement("UPDATE Music SET a = 1 WHERE pk = 'x' AND sk = 1 AND b = 2",
                               ReturnValuesOnConditionCheckFailure="ALL_OLD")
        self.assertEqual(caught.exception.response["Item"], key("x", 1))
        with self.assertRaises(self.db.exceptions.TransactionCanceledException) as caught:
            self.db.execute_transaction(TransactStatements=[
                {"Statement": insert}, {"Statement": "DELETE FROM Music WHERE pk = 'y' AND sk = 1"}])
        self.assertEqual(caught.exception.response["CancellationReasons"], [
            {"Code": "DuplicateItem", "Message": "Duplicate primary key exists in table"},
            {"Code": "None"}])

    def test_a_batch_of_twenty_five(self):
        statements = [{"Statement": "INSERT INTO Music VALUE {'pk': 'b', 'sk': ?}",
                       "Parameters": [{"N": str(n)}]} for n in range(25)]
        answer = self.db.batch_execute_statement(Statements=statements)
        self.assertEqual(answer["Responses"], [{"TableName": "Music"}] * 25)
        self.assertEqual(len(self.run_statement("SELECT * FROM Music WHERE pk = 'b'")["Items"]), 25)

    def test_a_paginator_sees_every_item_once(self):
        self.put("Music", *(key(pk, sk) for pk in ("a", "b", "c") for sk in range(5)))
        seen = []
        more = {}
        while True:
            page = self.run_statement("SELECT * FROM Music WHERE pk IN ['c', 'a', 'b']", Limit=4, **more)
            seen += [(item["pk"]["S"], item["sk"]["N"]) for item in page["Items"]]
            if "NextToken" not in page:
                break
            more = {"NextToken": page["NextToken"]}
        self.assertEqual(seen, [(pk, str(sk)) for pk in ("a", "b", "c") for sk in range(5)])


class Restart(unittest.TestCase):
    def test_a_token_is_good_after_a_restart(self):
        with data_directory() as data:
            self.token_outlives_restart(data)

    def token_outlives_restart(self, data):
        server = Server(data_dir=data)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        db = server.client("dynamodb")
        db.create_table(TableName="Rows", BillingMode="PAY_PER_REQUEST",
                        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])
        for n in range(4):
            db.put_item(TableName="Rows", Item={"pk": {"S": str(n)}})
        statement = 'SELECT pk FROM "Rows"'
        first = db.execute_statement(Statement=statement, Limit=2)
        server.restart()
        db = server.client("dynamodb")
        rest = db.execute_statement(Statement=statement, NextToken=first["NextToken"])
        self.assertEqual(sorted(item["pk"]["S"] for item in first["Items"] + rest["Items"]),
                         ["0", "1", "2", "3"])
        server.stop()


if __name__ == "__main__":
    unittest.main()
