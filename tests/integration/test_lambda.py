"""Functions through boto3: how they come, change, are found and go."""
import base64
import hashlib
import json
import unittest
import urllib.request

from harness import zip_of
from lambda_cases import ARN, ECHO, NOT_FOUND, ROLE, UUID, LambdaTest
from wire import request


class Functions(LambdaTest):
    def test_create_answers_the_configuration_field_for_field(self):
        code = zip_of(**{"main.py": ECHO})
        self.addCleanup(self.delete, "shape")
        status, _, body = request(self.server.url, "POST", "/2015-03-31/functions", json.dumps({
            "FunctionName": "shape", "Runtime": "python3.12", "Handler": "main.handler",
            "Role": ROLE, "Code": {"ZipFile": base64.b64encode(code).decode()},
            "Description": "what it does", "Environment": {"Variables": {"KEY": "b"}}}))
        self.assertEqual(status, 201)
        created = json.loads(body)
        self.assertRegex(created.pop("LastModified"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$")
        self.assertRegex(created.pop("RevisionId"), f"^{UUID}$")
        self.assertRegex(created.pop("RuntimeVersionConfig")["RuntimeVersionArn"],
                         r"^arn:aws:lambda:us-east-1::runtime:[0-9a-f]+$")
        self.assertEqual(created, {
            "Architectures": ["x86_64"], "CodeSize": len(code), "Description": "what it does",
            "CodeSha256": base64.b64encode(hashlib.sha256(code).digest()).decode(),
            "Environment": {"Variables": {"KEY": "b"}}, "EphemeralStorage": {"Size": 512},
            "FunctionArn": ARN + "shape", "FunctionName": "shape", "Handler": "main.handler",
            "LoggingConfig": {"LogFormat": "Text", "LogGroup": "/aws/lambda/shape"},
            "MemorySize": 128, "PackageType": "Zip", "Role": ROLE, "Runtime": "python3.12",
            "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"}, "State": "Pending",
            "StateReason": "The function is being created.", "StateReasonCode": "Creating",
            "Timeout": 3, "TracingConfig": {"Mode": "PassThrough"}, "Version": "$LATEST"})

    def test_get_function_shows_it_active_and_gives_the_code_back(self):
        code = zip_of(**{"main.py": ECHO})
        self.create("got", Code={"ZipFile": code}, Tags={"team": "red"})
        got = self.functions.get_function(FunctionName="got")
        self.assertEqual(got["Tags"], {"team": "red"})
        self.assertEqual((got["Configuration"]["State"], got["Configuration"]["LastUpdateStatus"]),
                         ("Active", "Successful"))
        self.assertNotIn("StateReason", got["Configuration"])
        self.assertEqual(got["Code"]["RepositoryType"], "S3")
        with urllib.request.urlopen(got["Code"]["Location"]) as answer:
            self.assertEqual(answer.read(), code)
        self.assertEqual(self.functions.get_function_configuration(FunctionName="got")["Handler"],
                         "main.handler")

    def test_a_function_answers_to_its_name_and_all_forms_of_its_arn(self):
        self.create("named")
        for name, arn in (("named", ARN + "named"), (ARN + "named", ARN + "named"),
                          ("000000000000:function:named", ARN + "named"),
                          ("named:$LATEST", ARN + "named:$LATEST"),
                          (ARN + "named:$LATEST", ARN + "named:$LATEST")):
            with self.subTest(name):
                got = self.functions.get_function(FunctionName=name)["Configuration"]
                self.assertEqual(got["FunctionArn"], arn)
                self.assertEqual(self.invoke(name, 1)["Payload"], 1)

    def test_list_pages_by_name_without_states(self):
        for name in ("list-a", "list-b", "list-c"):
            self.create(name)
        first = self.functions.list_functions(MaxItems=2)
        self.assertEqual(len(first["Functions"]), 2)
        second = self.functions.list_functions(MaxItems=2, Marker=first["NextMarker"])
        listed = first["Functions"] + second["Functions"]
        self.assertEqual([function["FunctionName"] for function in listed],
                         ["list-a", "list-b", "list-c"])
        for member in ("State", "LastUpdateStatus", "RuntimeVersionConfig"):
            self.assertNotIn(member, listed[0])

    def test_updates_answer_in_progress_and_are_over_at_once(self):
        created = self.create("updated", 'def handler(e, c): return "old"')
        self.assertEqual(self.invoke("updated")["Payload"], "old")
        code = zip_of(**{"main.py": 'def handler(e, c): return "new"'})
        answered = self.functions.update_function_code(FunctionName="updated", ZipFile=code)
        self.assertEqual((answered["State"], answered["LastUpdateStatus"]), ("Active", "InProgress"))
        self.assertEqual(answered["LastUpdateStatusReason"], "The function is being created.")
        self.assertNotEqual(answered["RevisionId"], created["RevisionId"])
        self.assertNotEqual(answered["CodeSha256"], created["CodeSha256"])
        self.assertEqual(self.invoke("updated")["Payload"], "new")
        changed = self.functions.update_function_configuration(
            FunctionName="updated", Timeout=7, MemorySize=256, Description="d",
            Environment={"Variables": {"KEY": "v"}})
        self.assertEqual((changed["Timeout"], changed["MemorySize"], changed["Description"],
                          changed["Environment"]), (7, 256, "d", {"Variables": {"KEY": "v"}}))
        got = self.functions.get_function_configuration(FunctionName="updated")
        self.assertEqual((got["LastUpdateStatus"], got["Handler"]), ("Successful", "main.handler"))

    def test_a_delete_is_final(self):
        self.create("gone")
        answer = self.functions.delete_function(FunctionName="gone")
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 204)
        for call in (self.functions.get_function, self.functions.delete_function,
                     self.functions.get_function_configuration):
            self.assert_error(NOT_FOUND, f"Function not found: {ARN}gone", call,
                              FunctionName="gone")

    def test_tags(self):
        arn = self.create("tagged")["FunctionArn"]
        self.functions.tag_resource(Resource=arn, Tags={"a": "1", "b": "2"})
        self.functions.untag_resource(Resource=arn, TagKeys=["a"])
        self.assertEqual(self.functions.list_tags(Resource=arn)["Tags"], {"b": "2"})
        self.assert_error(NOT_FOUND, f"Function not found: {ARN}nobody", self.functions.list_tags,
                          Resource=ARN + "nobody")

    def test_missing_functions_are_named_with_their_arn(self):
        missing = f"Function not found: {ARN}nobody"
        for call, more, message in (
                (self.functions.get_function, {}, missing),
                (self.functions.delete_function, {}, missing),
                (self.functions.update_function_configuration, {}, missing),
                (self.functions.update_function_code, {"ZipFile": zip_of(a="b")}, missing),
                (self.functions.invoke, {}, missing + ":$LATEST"),
                (self.functions.get_function, {"Qualifier": "7"}, missing + ":7")):
            with self.subTest(call.__name__, **more):
                self.assert_error(NOT_FOUND, message, call, FunctionName="nobody", **more)

    def test_bad_requests_get_the_words_of_aws(self):
        self.create("there")
        good = {"FunctionName": "bad", "Runtime": "python3.12", "Handler": "main.handler",
                "Role": ROLE, "Code": {"ZipFile": zip_of(**{"main.py": ECHO})}}
        invalid = "InvalidParameterValueException"
        constraint = "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: "
        cases = (
            ({"FunctionName": "there"}, "ResourceConflictException",
             "Function already exist: there"),
            ({"Code": {"ZipFile": b"no zip"}}, invalid,
             "Could not unzip uploaded file. Please check your file, then try to upload again."),
            ({"FunctionName": "a" * 65}, invalid, constraint % ("a" * 65, "functionName")
             + "Member must have length less than or equal to 64"),
            ({"Role": "r1"}, "ValidationException", constraint % ("r1", "role")
             + "Member must satisfy regular expression pattern: "
             r"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+"),
            ({"Timeout": 0}, "ValidationException", constraint % ("0", "timeout")
             + "Member must have value greater than or equal to 1"),
            ({"Environment": {"Variables": {"AWS_REGION": "x"}}}, invalid,
             "Lambda was unable to configure your environment variables because the environment "
             "variables you have provided contains reserved keys that are currently not supported "
             "for modification. Reserved keys used in this request: AWS_REGION"),
            ({"Environment": {"Variables": {"BIG": "x" * 5000}}}, invalid, None),
            ({"Runtime": "cobol"}, invalid, None),
            ({"Architectures": ["x86_64", "arm64"]}, "ValidationException",
             constraint % ("[x86_64, arm64]", "architectures")
             + "Member must have length less than or equal to 1"),
        )
        for change, code, message in cases:
            with self.subTest(**change):
                self.assert_error(code, message, self.functions.create_function,
                                  **{**good, **change})
        self.assert_error(NOT_FOUND, f"Function not found: {ARN}bad", self.functions.get_function,
                          FunctionName="bad")

    def test_an_upload_that_is_too_large_is_refused_in_json(self):
        self.create("grows")
        zip_file = bytes(60 << 20)
        for operation, call, more in (
                ("CreateFunction", self.functions.create_function,
                 {"FunctionName": "large", "Runtime": "python3.12", "Handler": "main.handler",
                  "Role": ROLE, "Code": {"ZipFile": zip_file}}),
                ("UpdateFunctionCode", self.functions.update_function_code,
                 {"FunctionName": "grows", "ZipFile": zip_file})):
            with self.subTest(operation):
                self.assert_error(
                    "RequestEntityTooLargeException",
                    f"Request must be smaller than 70167211 bytes for the {operation} operation",
                    call, **more)

    def test_a_stale_revision_is_refused(self):
        self.create("revised")
        self.assert_error(
            "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the "
            "GetFunction/GetAlias API to retrieve the latest Revision Id",
            self.functions.update_function_configuration, FunctionName="revised", Timeout=5,
            RevisionId="00000000-0000-0000-0000-000000000000")

    def test_a_body_that_is_not_json_is_refused(self):
        status, headers, body = request(self.server.url, "POST", "/2015-03-31/functions", "{")
        self.assertEqual(status, 400)
        self.assertEqual(headers["x-amzn-ErrorType"].split(":")[0], "InvalidRequestContentException")
        self.assertTrue(json.loads(body)["message"].startswith(
            "Could not parse request body into json"))


if __name__ == "__main__":
    unittest.main()
