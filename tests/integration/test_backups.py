"""Backups, restored tables and points in time, with boto3 and the AWS CLI."""
import datetime
import threading
import unittest

from control import post
from harness import Server, ServerTest, data_directory, eventually


def create(client, name="Orders", **more):
    client.create_table(**{
        "TableName": name, "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST", **more})


def put(client, pk, value, table="Orders"):
    client.put_item(TableName=table, Item={"pk": {"S": pk}, "value": {"N": str(value)}})


def items(client, table):
    pages = client.get_paginator("scan").paginate(TableName=table)
    return {item["pk"]["S"]: item["value"]["N"] for page in pages for item in page["Items"]}


def active(client, table):
    return eventually(
        lambda: client.describe_table(TableName=table)["Table"]["TableStatus"] == "ACTIVE",
        f"{table} is active")


def back_up(client, table="Orders"):
    details = client.create_backup(TableName=table, BackupName="nightly")["BackupDetails"]
    eventually(lambda: client.describe_backup(BackupArn=details["BackupArn"])[
        "BackupDescription"]["BackupDetails"]["BackupStatus"] == "AVAILABLE", "the backup")
    return details["BackupArn"]


def fill(client, count, table="Orders", size=0):
    for begin in range(0, count, 25):
        client.batch_write_item(RequestItems={table: [
            {"PutRequest": {"Item": {"pk": {"S": f"{i:06}"}, "value": {"N": str(i)},
                                     "padding": {"S": "x" * size}}}}
            for i in range(begin, min(begin + 25, count))]})


class Backups(ServerTest):
    def setUp(self):
        self.client = self.server.client("dynamodb", account=f"{hash(self.id()) % 10**12:012}")

    def test_a_table_is_restored_from_a_backup(self):
        create(self.client)
        put(self.client, "a", 1)
        arn = back_up(self.client)
        put(self.client, "a", 2)
        put(self.client, "b", 3)
        restored = self.client.restore_table_from_backup(
            TargetTableName="Restored", BackupArn=arn)["TableDescription"]
        self.assertEqual(restored["TableStatus"], "CREATING")
        self.assertEqual(restored["RestoreSummary"]["SourceBackupArn"], arn)
        self.assertTrue(restored["RestoreSummary"]["RestoreInProgress"])
        active(self.client, "Restored")
        self.assertEqual(items(self.client, "Restored"), {"a": "1"})
        self.assertNotIn("RestoreSummary", self.client.describe_table(TableName="Restored")["Table"])

    def test_a_backup_is_of_its_moment_whatever_writers_do(self):
        """More items than one turn copies, while three writers change, add and delete them."""
        create(self.client)
        fill(self.client, 3000)
        expected = {f"{i:06}": str(i) for i in range(3000)}
        stop = threading.Event()

        def write(seed):
            client = self.server.client("dynamodb", account=self.client._request_signer._credentials.access_key)
            number = seed
            while not stop.is_set():
                number = (number * 48271) % 2147483647
                key = f"{number % 4000:06}"
                if number % 3:
                    put(client, key, -1)
                else:
                    client.delete_item(TableName="Orders", Key={"pk": {"S": key}})

        details = self.client.create_backup(TableName="Orders", BackupName="busy")["BackupDetails"]
        writers = [threading.Thread(target=write, args=(seed,)) for seed in (1, 2, 3)]
        for writer in writers:
            writer.start()
        arn = details["BackupArn"]
        eventually(lambda: self.client.describe_backup(BackupArn=arn)[
            "BackupDescription"]["BackupDetails"]["BackupStatus"] == "AVAILABLE", "the backup")
        stop.set()
        for writer in writers:
            writer.join()
        self.client.restore_table_from_backup(TargetTableName="Restored", BackupArn=arn)
        active(self.client, "Restored")
        self.assertEqual(items(self.client, "Restored"), expected)

    def test_a_restored_table_is_not_there_until_it_is_whole(self):
        create(self.client)
        fill(self.client, 2000, size=2000)
        arn = back_up(self.client)
        self.client.restore_table_from_backup(TargetTableName="Late", BackupArn=arn)
        table = self.client.describe_table(TableName="Late")["Table"]
        self.assertEqual(table["TableStatus"], "CREATING")
        self.assertEqual(table["RestoreSummary"]["SourceBackupArn"], arn)
        self.assert_error("ResourceNotFoundException", "Requested resource not found",
                          self.client.get_item, TableName="Late", Key={"pk": {"S": "000001"}})
        self.assert_error("BackupInUseException", f"Backup is being used to restore table: {arn}",
                          self.client.delete_backup, BackupArn=arn)
        self.assert_error("BackupInUseException",
                          f"Backup is being used to restore another table: {arn}",
                          self.client.restore_table_from_backup, TargetTableName="Other", BackupArn=arn)
        self.assert_error("TableInUseException",
                          f"Table: Late is already being restored from backup: {arn}",
                          self.client.restore_table_from_backup, TargetTableName="Late", BackupArn=arn)
        active(self.client, "Late")
        self.assertEqual(len(items(self.client, "Late")), 2000)
        self.client.delete_backup(BackupArn=arn)

    def test_a_deleted_table_leaves_a_backup_if_it_could_be_recovered(self):
        create(self.client)
        self.client.update_continuous_backups(
            TableName="Orders", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        put(self.client, "a", 1)
        self.client.delete_table(TableName="Orders")
        self.assertEqual(self.client.list_backups()["BackupSummaries"], [])
        left = self.client.list_backups(TableName="Orders", BackupType="ALL")["BackupSummaries"]
        self.assertEqual([backup["BackupName"] for backup in left], ["Orders$DeletedTableBackup"])
        age = left[0]["BackupExpiryDateTime"] - left[0]["BackupCreationDateTime"]
        self.assertEqual(age, datetime.timedelta(days=35))
        with self.assertRaises(self.client.exceptions.ClientError) as refused:
            self.client.delete_backup(BackupArn=left[0]["BackupArn"])
        self.assertIn("User is not allowed to delete the system backup with arn",
                      refused.exception.response["Error"]["Message"])
        self.client.restore_table_from_backup(TargetTableName="Orders", BackupArn=left[0]["BackupArn"])
        active(self.client, "Orders")
        self.assertEqual(items(self.client, "Orders"), {"a": "1"})

    def test_the_older_cli_lists_backups(self):
        create(self.server.client("dynamodb"), "Cli")
        made = self.server.aws("dynamodb", "create-backup", "--table-name", "Cli", "--backup-name", "one")
        listed = self.server.aws("dynamodb", "list-backups", "--table-name", "Cli")["BackupSummaries"]
        self.assertEqual([backup["BackupArn"] for backup in listed], [made["BackupDetails"]["BackupArn"]])
        deleted = self.server.aws("dynamodb", "delete-backup", "--backup-arn", listed[0]["BackupArn"])
        self.assertEqual(deleted["BackupDescription"]["BackupDetails"]["BackupStatus"], "DELETED")


class PointInTime(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)
        self.client = self.server.client("dynamodb")

    def move(self, **how):
        post(self.server, "clock", **how)

    def now(self):
        description = self.client.describe_continuous_backups(TableName="Orders")
        return description["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]

    def test_a_table_is_restored_to_any_second(self):
        self.move(mode="freeze")
        self.move(mode="set", time="2030-01-01T00:00:00Z")
        create(self.client)
        self.client.update_continuous_backups(
            TableName="Orders", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        begin = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
        states = {}
        for second in range(1, 6):
            self.move(mode="advance", seconds=1)
            put(self.client, "a", second)
            put(self.client, f"b{second}", second)
            if second == 4:
                self.client.delete_item(TableName="Orders", Key={"pk": {"S": "b1"}})
            states[second] = items(self.client, "Orders")
        self.move(mode="advance", seconds=600)
        for second, state in states.items():
            name = f"At{second}"
            self.client.restore_table_to_point_in_time(
                SourceTableName="Orders", TargetTableName=name,
                RestoreDateTime=begin + datetime.timedelta(seconds=second))
            active(self.client, name)
            self.assertEqual(items(self.client, name), state)
        self.client.restore_table_to_point_in_time(
            SourceTableName="Orders", TargetTableName="Latest", UseLatestRestorableTime=True)
        self.assertEqual(items(self.client, "Latest"), states[5])

    def test_what_was_shown_as_the_earliest_time_can_be_restored_to(self):
        create(self.client)
        put(self.client, "a", 1)
        self.client.update_continuous_backups(
            TableName="Orders", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        put(self.client, "a", 2)
        self.client.restore_table_to_point_in_time(
            SourceTableName="Orders", TargetTableName="Earliest",
            RestoreDateTime=self.now()["EarliestRestorableDateTime"])
        self.assertEqual(items(self.client, "Earliest"), {"a": "1"})

    def test_days_pass_and_the_past_with_them(self):
        create(self.client)
        self.client.update_continuous_backups(
            TableName="Orders", PointInTimeRecoverySpecification={
                "PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 1})
        put(self.client, "a", 1)
        early = self.now()["EarliestRestorableDateTime"]
        self.move(mode="advance", seconds=2 * 86400)
        with self.assertRaises(self.client.exceptions.InvalidRestoreTimeException):
            self.client.restore_table_to_point_in_time(
                SourceTableName="Orders", TargetTableName="Gone", RestoreDateTime=early)


class Restart(unittest.TestCase):
    def test_copies_go_on_after_a_crash(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            self.addCleanup(lambda: server.stop())
            client = server.client("dynamodb")
            create(client)
            fill(client, 3000, size=2000)
            arn = client.create_backup(TableName="Orders", BackupName="big")["BackupDetails"]["BackupArn"]
            server.kill()
            server.start()
            client = server.client("dynamodb")
            put(client, "000000", -1)
            eventually(lambda: client.describe_backup(BackupArn=arn)[
                "BackupDescription"]["BackupDetails"]["BackupStatus"] == "AVAILABLE", "the backup")
            client.restore_table_from_backup(TargetTableName="Restored", BackupArn=arn)
            server.kill()
            server.start()
            client = server.client("dynamodb")
            active(client, "Restored")
            self.assertEqual(items(client, "Restored"), {f"{i:06}": str(i) for i in range(3000)})


if __name__ == "__main__":
    unittest.main()
