"""Tables: created, described, listed, changed, tagged, deleted."""
import unittest

from dynamodb_cases import (ARN, CONSTRAINT, INVALID, NOT_FOUND, VALIDATION, DynamoDbTest, definition,
                            index, key, key_schema)

NO_TABLE = (NOT_FOUND, "Requested resource not found: Table: None not found")
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NO_THROUGHPUT = {"NumberOfDecreasesToday": 0, "ReadCapacityUnits": 0, "WriteCapacityUnits": 0}


class Create(DynamoDbTest):
    def test_create_and_describe_answer_field_for_field(self):
        self.addCleanup(self.drop, "Shape")
        created = self.wire("CreateTable", **definition("Shape", "pk", "sk"))[1]["TableDescription"]
        described = self.wire("DescribeTable", TableName="Shape")[1]["Table"]
        self.assertEqual((created["TableStatus"], described["TableStatus"]), ("CREATING", "ACTIVE"))
        self.assertRegex(created["TableId"], f"^{UUID}$")
        for member in ("CreationDateTime", "TableId"):
            self.assertEqual(created[member], described[member])
        for shown in (created, described):
            for member in ("CreationDateTime", "TableId", "TableStatus"):
                shown.pop(member)
            shown["BillingModeSummary"].pop("LastUpdateToPayPerRequestDateTime", None)
            shown.pop("WarmThroughput", None)
            shown.pop("OnDemandThroughput", None)
            shown.pop("TableThroughputModeSummary", None)
            self.assertEqual(shown, {
                "TableName": "Shape", "TableArn": ARN + "Shape", "TableSizeBytes": 0, "ItemCount": 0,
                "AttributeDefinitions": definition("Shape", "pk", "sk")["AttributeDefinitions"],
                "KeySchema": key_schema("pk", "sk"), "DeletionProtectionEnabled": False,
                "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
                "ProvisionedThroughput": NO_THROUGHPUT})

    def test_indexes_and_stream_are_described(self):
        self.table("Full", "pk", "sk", types={"pk": "S", "sk": "N", "g": "S"},
                   GlobalSecondaryIndexes=[index("global", "g", projection="KEYS_ONLY")],
                   LocalSecondaryIndexes=[index("local", "pk", "g", projection="INCLUDE",
                                                NonKeyAttributes=["extra"])],
                   StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
        table = self.db.describe_table(TableName="Full")["Table"]
        local, = table["LocalSecondaryIndexes"]
        self.assertEqual(local, {
            **index("local", "pk", "g", projection="INCLUDE", NonKeyAttributes=["extra"]),
            "IndexArn": ARN + "Full/index/local", "IndexSizeBytes": 0, "ItemCount": 0})
        whole, = table["GlobalSecondaryIndexes"]
        self.assertEqual((whole["IndexName"], whole["IndexStatus"], whole["IndexArn"]),
                         ("global", "ACTIVE", ARN + "Full/index/global"))
        self.assertEqual(table["StreamSpecification"],
                         {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
        self.assertEqual(table["LatestStreamArn"],
                         f"{ARN}Full/stream/{table['LatestStreamLabel']}")

    def test_provisioned_throughput_is_kept(self):
        made = self.table("Provisioned", BillingMode="PROVISIONED",
                          ProvisionedThroughput={"ReadCapacityUnits": 3, "WriteCapacityUnits": 4})
        self.assertEqual(made["ProvisionedThroughput"], {
            "NumberOfDecreasesToday": 0, "ReadCapacityUnits": 3, "WriteCapacityUnits": 4})

    def test_bad_definitions_get_the_words_of_aws(self):
        self.table("There")
        self.assert_refused(self.db.create_table, definition("Bad", "pk"), (
            ({"TableName": "There"}, "ResourceInUseException", "Table already exists: There"),
            ({"TableName": "ab"}, VALIDATION, None),
            ({"TableName": "bad table!"}, VALIDATION, None),
            ({"TableName": "a" * 256}, VALIDATION, None),
            ({"BillingMode": "FREE"}, VALIDATION, CONSTRAINT % ("FREE", "billingMode")
             + "Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]"),
            ({"BillingMode": None}, VALIDATION, None),
            ({"KeySchema": key_schema("other")}, VALIDATION, None),
            ({"KeySchema": key_schema("pk", "pk")}, VALIDATION, None),
            ({"KeySchema": [{"AttributeName": "pk", "KeyType": "RANGE"}]}, VALIDATION, None),
            ({"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "BOOL"}]},
             VALIDATION, CONSTRAINT % ("BOOL", "attributeDefinitions.1.member.attributeType")
             + "Member must satisfy enum value set: [B, N, S]"),
            ({"AttributeDefinitions": definition("x", "pk", "sk")["AttributeDefinitions"]},
             VALIDATION, INVALID + "Number of attributes in KeySchema does not exactly match number "
             "of attributes defined in AttributeDefinitions"),
            ({"LocalSecondaryIndexes": [index("local", "pk", "sk")],
              "AttributeDefinitions": definition("x", "pk", "sk")["AttributeDefinitions"]},
             VALIDATION, INVALID + "Table KeySchema does not have a range key, which is required "
             "when specifying a LocalSecondaryIndex"),
            ({"GlobalSecondaryIndexes": [index("same", "pk"), index("same", "pk")]}, VALIDATION,
             INVALID + "Duplicate index name: same"),
            ({"StreamSpecification": {"StreamEnabled": True}}, VALIDATION, None),
            ({"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "Fisk"}}, VALIDATION,
             None),
        ))
        self.assertEqual(self.db.list_tables()["TableNames"], ["There"])


class DescribeAndList(DynamoDbTest):
    def test_a_missing_table_is_named(self):
        for call in (self.db.describe_table, self.db.delete_table, self.db.describe_time_to_live):
            with self.subTest(call.__name__):
                self.assert_error(*NO_TABLE, call, TableName="None")
        self.assert_error("TableNotFoundException", "Table not found: None",
                          self.db.describe_continuous_backups, TableName="None")

    def test_an_arn_does_as_a_name(self):
        self.table("Named")
        self.put(ARN + "Named", key("a"))
        self.assertEqual(self.item(ARN + "Named", key("a")), key("a"))
        self.assertEqual(self.db.describe_table(TableName=ARN + "Named")["Table"]["TableName"],
                         "Named")

    def test_tables_are_listed_in_order_and_paged(self):
        for name in ("Bbb", "Aaa", "Ccc"):
            self.table(name)
        self.assertEqual(self.answer(self.db.list_tables), {"TableNames": ["Aaa", "Bbb", "Ccc"]})
        self.assertEqual(self.answer(self.db.list_tables, Limit=2),
                         {"TableNames": ["Aaa", "Bbb"], "LastEvaluatedTableName": "Bbb"})
        self.assertEqual(self.answer(self.db.list_tables, ExclusiveStartTableName="Bbb"),
                         {"TableNames": ["Ccc"]})
        self.assert_refused(self.db.list_tables, {}, (
            ({"Limit": 0}, VALIDATION, CONSTRAINT % ("0", "limit")
             + "Member must have value greater than or equal to 1"),
            ({"Limit": 101}, VALIDATION, CONSTRAINT % ("101", "limit")
             + "Member must have value less than or equal to 100")))

    def test_item_count_and_size_are_true(self):
        self.table("Counted")
        self.put("Counted", {**key("ab"), "n": {"N": "12"}}, key("cd"))
        table = self.db.describe_table(TableName="Counted")["Table"]
        self.assertEqual((table["ItemCount"], table["TableSizeBytes"]), (2, 11))

    def test_limits_and_endpoints(self):
        limits = self.answer(self.db.describe_limits)
        self.assertEqual(set(limits), {
            "AccountMaxReadCapacityUnits", "AccountMaxWriteCapacityUnits",
            "TableMaxReadCapacityUnits", "TableMaxWriteCapacityUnits"})
        endpoint, = self.answer(self.db.describe_endpoints)["Endpoints"]
        self.assertEqual(set(endpoint), {"Address", "CachePeriodInMinutes"})


class Change(DynamoDbTest):
    def test_billing_and_protection_change(self):
        self.table("Changed")
        answer = self.db.update_table(
            TableName="Changed", BillingMode="PROVISIONED",
            ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 6})
        self.assertEqual(answer["TableDescription"]["TableStatus"], "UPDATING")
        self.wire("UpdateTable", TableName="Changed", DeletionProtectionEnabled=True)
        table = self.wire("DescribeTable", TableName="Changed")[1]["Table"]
        self.assertEqual((table["TableStatus"], table["DeletionProtectionEnabled"]), ("ACTIVE", True))
        self.assertEqual(table["ProvisionedThroughput"]["WriteCapacityUnits"], 6)
        self.assert_error(
            VALIDATION, "Resource cannot be deleted as it is currently protected against deletion. "
            "Disable deletion protection first.", self.db.delete_table, TableName="Changed")
        self.wire("UpdateTable", TableName="Changed", DeletionProtectionEnabled=False)

    def test_a_stream_goes_on_and_off_and_on_as_another(self):
        self.table("Streamed")
        on = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        update = self.db.update_table
        first = update(TableName="Streamed", StreamSpecification=on)["TableDescription"]
        self.assertEqual(first["StreamSpecification"], on)
        self.assert_error(VALIDATION, "Table already has an enabled stream: TableName: Streamed",
                          update, TableName="Streamed", StreamSpecification=on)
        update(TableName="Streamed", StreamSpecification={"StreamEnabled": False})
        off = self.db.describe_table(TableName="Streamed")["Table"]
        self.assertNotIn("StreamSpecification", off)
        self.assertEqual(off["LatestStreamArn"], first["LatestStreamArn"])
        self.assert_error(VALIDATION, "Table has no stream to disable: TableName: Streamed",
                          update, TableName="Streamed", StreamSpecification={"StreamEnabled": False})
        second = update(TableName="Streamed", StreamSpecification=on)["TableDescription"]
        self.assertNotEqual(second["LatestStreamArn"], first["LatestStreamArn"])

    def test_a_global_index_comes_filled_and_goes(self):
        self.table("Grown")
        self.put("Grown", {**key("a"), "g": {"S": "x"}}, key("b"))
        types = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "g")]
        self.db.update_table(TableName="Grown", AttributeDefinitions=types,
                             GlobalSecondaryIndexUpdates=[{"Create": index("late", "g")}])
        found = self.db.scan(TableName="Grown", IndexName="late")["Items"]
        self.assertEqual(found, [{**key("a"), "g": {"S": "x"}}])
        self.db.update_table(TableName="Grown", GlobalSecondaryIndexUpdates=[
            {"Delete": {"IndexName": "late"}}])
        table = self.db.describe_table(TableName="Grown")["Table"]
        self.assertNotIn("GlobalSecondaryIndexes", table)
        self.assert_error(VALIDATION, "The table does not have the specified index: late",
                          self.db.scan, TableName="Grown", IndexName="late")

    def test_an_update_of_nothing_or_of_no_table_is_refused(self):
        self.table("Same")
        self.assert_refused(self.db.update_table, {"TableName": "Same"}, (
            ({}, VALIDATION, None),
            ({"TableName": "None", "BillingMode": "PAY_PER_REQUEST"}, *NO_TABLE),
            ({"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "none"}}]}, NOT_FOUND, None),
        ))


class Delete(DynamoDbTest):
    def test_a_deleted_table_answers_deleting_and_is_gone(self):
        self.table("Gone")
        deleted = self.db.delete_table(TableName="Gone")["TableDescription"]
        self.assertEqual((deleted["TableName"], deleted["TableStatus"], deleted["TableArn"]),
                         ("Gone", "DELETING", ARN + "Gone"))
        self.assert_error(NOT_FOUND, "Requested resource not found: Table: Gone not found",
                          self.db.delete_table, TableName="Gone")
        self.assert_error(NOT_FOUND, "Requested resource not found", self.db.get_item,
                          TableName="Gone", Key=key("a"))

    def test_a_table_made_again_is_empty(self):
        self.table("Again")
        self.put("Again", key("a"))
        self.db.delete_table(TableName="Again")
        self.table("Again")
        self.assertIsNone(self.item("Again", key("a")))


class TagsAndSettings(DynamoDbTest):
    def test_tags(self):
        arn = self.table("Tagged", Tags=[{"Key": "a", "Value": "1"}])["TableArn"]
        self.db.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
        self.db.untag_resource(ResourceArn=arn, TagKeys=["a"])
        self.assertEqual(self.answer(self.db.list_tags_of_resource, ResourceArn=arn),
                         {"Tags": [{"Key": "b", "Value": "2"}]})
        unknown = arn.replace("Tagged", "Unknown")
        self.assert_error(NOT_FOUND, f"Requested resource not found: ResourceArn: {unknown} not found",
                          self.db.list_tags_of_resource, ResourceArn=unknown)

    def test_time_to_live(self):
        self.table("Expiring")
        off = {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}
        self.assertEqual(self.answer(self.db.describe_time_to_live, TableName="Expiring"), off)
        on = {"Enabled": True, "AttributeName": "until"}
        self.assertEqual(self.answer(self.db.update_time_to_live, TableName="Expiring",
                                     TimeToLiveSpecification=on), {"TimeToLiveSpecification": on})
        shown = self.answer(self.db.describe_time_to_live, TableName="Expiring")
        self.assertEqual(shown, {"TimeToLiveDescription": {
            "TimeToLiveStatus": "ENABLED", "AttributeName": "until"}})
        self.assert_refused(self.db.update_time_to_live, {"TableName": "Expiring"}, (
            ({"TimeToLiveSpecification": on}, VALIDATION, "TimeToLive is already enabled"),
            ({"TimeToLiveSpecification": {**on, "AttributeName": "other"}}, VALIDATION, None)))

    def test_encryption_with_a_key_is_described_while_it_is_on(self):
        self.table("Sealed")
        self.assertNotIn("SSEDescription", self.db.describe_table(TableName="Sealed")["Table"])
        self.db.update_table(TableName="Sealed", SSESpecification={"Enabled": True})
        shown = self.db.describe_table(TableName="Sealed")["Table"]["SSEDescription"]
        self.assertEqual((shown["Status"], shown["SSEType"]), ("ENABLED", "KMS"))
        self.assertRegex(shown["KMSMasterKeyArn"], f"^arn:aws:kms:us-east-1:[0-9]{{12}}:key/{UUID}$")
        self.db.update_table(TableName="Sealed", SSESpecification={"Enabled": False})
        self.assertNotIn("SSEDescription", self.db.describe_table(TableName="Sealed")["Table"])

    def test_limits_and_endpoints_are_those_of_a_new_account(self):
        self.assertEqual(self.answer(self.db.describe_limits), {
            "AccountMaxReadCapacityUnits": 80000, "AccountMaxWriteCapacityUnits": 80000,
            "TableMaxReadCapacityUnits": 40000, "TableMaxWriteCapacityUnits": 40000})

    def test_the_endpoint_is_the_one_at_which_the_client_came(self):
        address = self.db.meta.endpoint_url.removeprefix("http://")
        self.assertEqual(self.answer(self.db.describe_endpoints), {"Endpoints": [
            {"Address": address, "CachePeriodInMinutes": 1440}]})

    def test_continuous_backups(self):
        self.table("Backed")
        shown = self.answer(self.db.describe_continuous_backups, TableName="Backed")
        self.assertEqual(shown["ContinuousBackupsDescription"]["ContinuousBackupsStatus"], "ENABLED")
        recovery = shown["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        self.assertEqual(recovery["PointInTimeRecoveryStatus"], "DISABLED")
        answer = self.db.update_continuous_backups(
            TableName="Backed",
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        self.assertEqual(recovery["PointInTimeRecoveryStatus"], "ENABLED")


if __name__ == "__main__":
    unittest.main()
