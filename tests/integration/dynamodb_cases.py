"""What tests of DynamoDB operations share: a client, tables that go with their test, cases of errors."""
from harness import ServerTest

VALIDATION = "ValidationException"
NOT_FOUND = "ResourceNotFoundException"
INVALID = "One or more parameter values were invalid: "
COUNTED = "1 validation error detected: "
CONSTRAINT = COUNTED + "Value '%s' at '%s' failed to satisfy constraint: "
ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/"
TYPES = {"pk": "S", "sk": "N"}


def definition(name, *keys, types=None, **more):
    """A table's definition; the attributes' types come from TYPES, where `types` doesn't say other."""
    types = types or {key: TYPES[key] for key in keys}
    return {"TableName": name, "BillingMode": "PAY_PER_REQUEST", "KeySchema": key_schema(*keys),
            "AttributeDefinitions": [{"AttributeName": attribute, "AttributeType": kind}
                                     for attribute, kind in types.items()], **more}


def key_schema(*keys):
    return [{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"))]


def index(name, *keys, projection="ALL", **more):
    return {"IndexName": name, "KeySchema": key_schema(*keys),
            "Projection": {"ProjectionType": projection, **more}}


def key(pk, sk=None):
    return {"pk": {"S": pk}, **({} if sk is None else {"sk": {"N": str(sk)}})}


class DynamoDbTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.db = cls.server.client("dynamodb")

    def table(self, name, *keys, **more):
        """Creates a table that goes with the test; answers its description."""
        created = self.db.create_table(**definition(name, *(keys or ("pk",)), **more))
        self.addCleanup(self.drop, name)
        return created["TableDescription"]

    def drop(self, name):
        try:
            self.db.delete_table(TableName=name)
        except self.db.exceptions.ResourceNotFoundException:
            pass

    def put(self, table, *items):
        for item in items:
            self.db.put_item(TableName=table, Item=item)

    def item(self, table, item_key):
        """The item, or None."""
        return self.db.get_item(TableName=table, Key=item_key, ConsistentRead=True).get("Item")

    def answer(self, call, **arguments):
        """The answer without what boto3 adds to it."""
        answer = call(**arguments)
        del answer["ResponseMetadata"]
        return answer

    def wire(self, operation, **body):
        return self.server.wire(f"DynamoDB_20120810.{operation}", body)

    def assert_refused(self, call, good, cases):
        """Each case changes a good request (None takes a member out) and must be refused so."""
        for change, code, message in cases:
            given = {name: value for name, value in {**good, **change}.items() if value is not None}
            with self.subTest(**change):
                self.assert_error(code, message, call, **given)
