"""Transactions: all or nothing, the reasons of a cancelled one, tokens."""
import threading
import unittest

from dynamodb_cases import NOT_FOUND, VALIDATION, DynamoDbTest, key

CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons [%s]"
FAILED = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}
NONE = {"Code": "None"}


def put(pk, **more):
    return {"Put": {"TableName": "Accounts", "Item": {**key(pk), **more}}}


def check(pk, condition="attribute_exists(pk)", **more):
    return {"ConditionCheck": {"TableName": "Accounts", "Key": key(pk),
                               "ConditionExpression": condition, **more}}


def add(pk, amount, **more):
    return {"Update": {"TableName": "Accounts", "Key": key(pk), "UpdateExpression": "ADD n :n",
                       "ExpressionAttributeValues": {":n": {"N": str(amount)}}, **more}}


def delete(pk, **more):
    return {"Delete": {"TableName": "Accounts", "Key": key(pk), **more}}


class TransactionTest(DynamoDbTest):
    def setUp(self):
        self.table("Accounts")
        self.put("Accounts", {**key("a"), "n": {"N": "5"}}, {**key("b"), "n": {"N": "7"}})

    def write(self, *members, **more):
        return self.answer(self.db.transact_write_items, TransactItems=list(members), **more)

    def amounts(self):
        return {item["pk"]["S"]: item["n"]["N"] for item in self.db.scan(TableName="Accounts")["Items"]
                if "n" in item}

    def reasons(self, *members):
        """The reasons of a transaction that must be cancelled."""
        with self.assertRaises(self.db.exceptions.TransactionCanceledException) as caught:
            self.write(*members)
        answer = caught.exception.response
        reasons = answer["CancellationReasons"]
        codes = ", ".join(reason["Code"] for reason in reasons)
        self.assertEqual(answer["Error"]["Message"], CANCELLED % codes)
        return reasons


class Write(TransactionTest):
    def test_all_members_are_done_together(self):
        answer = self.write(add("a", -2), add("b", 2), put("c", n={"N": "1"}), delete("none"),
                            ReturnConsumedCapacity="TOTAL")
        self.assertEqual(answer, {"ConsumedCapacity": [
            {"TableName": "Accounts", "CapacityUnits": 8.0, "WriteCapacityUnits": 8.0}]})
        self.assertEqual(self.amounts(), {"a": "3", "b": "9", "c": "1"})

    def test_a_failed_condition_cancels_all_and_says_which(self):
        shown = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        reasons = self.reasons(
            add("a", 1), check("none"), put("c"),
            delete("b", ConditionExpression="attribute_not_exists(pk)", **shown))
        self.assertEqual(reasons, [NONE, FAILED, NONE,
                                   {**FAILED, "Item": {**key("b"), "n": {"N": "7"}}}])
        self.assertEqual(self.amounts(), {"a": "5", "b": "7"})

    def test_an_update_that_does_not_fit_cancels_with_a_validation_error(self):
        self.put("Accounts", {**key("text"), "n": {"S": "x"}})
        reasons = self.reasons(put("c"), add("text", 1))
        self.assertEqual(reasons, [NONE, {
            "Code": "ValidationError",
            "Message": "An operand in the update expression has an incorrect data type"}])
        self.assertIsNone(self.item("Accounts", key("c")))

    def test_a_repeated_token_is_answered_without_doing_it_again(self):
        for _ in range(3):
            self.assertEqual(self.write(add("a", 1), ClientRequestToken="token-1"), {})
        self.assertEqual(self.amounts()["a"], "6")
        self.assert_error("IdempotentParameterMismatchException", None, self.db.transact_write_items,
                          TransactItems=[add("a", 2)], ClientRequestToken="token-1")
        self.write(add("a", 1), ClientRequestToken="token-2")
        self.assertEqual(self.amounts()["a"], "7")

    def test_bad_transactions_get_the_words_of_aws(self):
        many = [put(f"many{number}") for number in range(101)]
        huge = [put(f"huge{number}", x={"S": "x" * 400_000}) for number in range(12)]
        self.assert_refused(self.db.transact_write_items, {}, (
            ({"TransactItems": []}, VALIDATION, "1 validation error detected: Value '[]' at "
             "'transactItems' failed to satisfy constraint: Member must have length greater than or "
             "equal to 1"),
            ({"TransactItems": many}, VALIDATION, None),
            ({"TransactItems": huge}, VALIDATION, None),
            ({"TransactItems": [put("a"), add("a", 1)]}, VALIDATION,
             "Transaction request cannot include multiple operations on one item"),
            ({"TransactItems": [{}]}, VALIDATION, None),
            ({"TransactItems": [{**put("x"), **delete("y")}]}, VALIDATION, None),
            ({"TransactItems": [{"Put": {"TableName": "None", "Item": key("a")}}]}, NOT_FOUND,
             "Requested resource not found"),
            ({"TransactItems": [put("x"), check("a", "")]}, VALIDATION, None)))
        self.assertEqual(self.amounts(), {"a": "5", "b": "7"})
        self.assertEqual(self.db.scan(TableName="Accounts")["Count"], 2)

    def test_a_hundred_members_are_allowed(self):
        self.write(*(put(f"many{number}") for number in range(100)))
        self.assertEqual(self.db.scan(TableName="Accounts")["Count"], 102)

    def test_transfers_at_once_lose_nothing(self):
        def transfer():
            client = self.server.client("dynamodb")
            for _ in range(20):
                client.transact_write_items(TransactItems=[add("a", -1), add("b", 1)])
        threads = [threading.Thread(target=transfer) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.amounts(), {"a": "-55", "b": "67"})


class Get(TransactionTest):
    def get(self, *keys, **more):
        return self.answer(self.db.transact_get_items, TransactItems=[
            {"Get": {"TableName": "Accounts", "Key": key(pk), **more}} for pk in keys])

    def test_answers_come_in_the_order_of_the_questions(self):
        self.assertEqual(self.get("b", "none", "a"), {"Responses": [
            {"Item": {**key("b"), "n": {"N": "7"}}}, {}, {"Item": {**key("a"), "n": {"N": "5"}}}]})
        self.assertEqual(self.get("a", ProjectionExpression="n"),
                         {"Responses": [{"Item": {"n": {"N": "5"}}}]})

    def test_bad_reads_get_the_words_of_aws(self):
        one = {"Get": {"TableName": "Accounts", "Key": key("a")}}
        self.assert_refused(self.db.transact_get_items, {}, (
            ({"TransactItems": []}, VALIDATION, "1 validation error detected: Value '[]' at "
             "'transactItems' failed to satisfy constraint: Member must have length greater than or "
             "equal to 1"),
            ({"TransactItems": [one, one]}, VALIDATION,
             "Transaction request cannot include multiple operations on one item"),
            ({"TransactItems": [{"Get": {"TableName": "None", "Key": key("a")}}]}, NOT_FOUND,
             "Requested resource not found")))


if __name__ == "__main__":
    unittest.main()
