"""Code as a folder: S3Bucket=hot-reload, S3Key=/absolute/folder."""
import os
import pathlib
import stat
import tempfile
import threading
import unittest

from harness import Server, data_directory, eventually, log_messages
from lambda_cases import ROLE, LambdaTest

ANSWER = "exports.handler = async () => {version};\n"
SLOW = """
exports.handler = async () => {{
  await new Promise((done) => setTimeout(done, 1000));
  return {version};
}};
"""


def snapshot(folder):
    """All that can be seen of a folder and what is in it."""
    return {str(path): (path.lstat().st_mode, path.lstat().st_mtime_ns, path.lstat().st_ctime_ns,
                        path.read_bytes() if path.is_file() else None)
            for path in [folder, *sorted(folder.rglob("*"))]}


class HotReloadTest(LambdaTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rivulet-folder-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        """As most editors do: another file takes the place of the first."""
        new = self.folder / (name + ".new")
        new.write_text(text)
        new.rename(self.folder / name)

    def create_of_folder(self, name, runtime="nodejs20.x", **more):
        self.addCleanup(self.delete, name)
        return self.functions.create_function(**{
            "FunctionName": name, "Runtime": runtime, "Handler": "main.handler", "Role": ROLE,
            "Code": {"S3Bucket": "hot-reload", "S3Key": str(self.folder)}, **more})

    def answer(self, name):
        return self.invoke(name)["Payload"]

    def becomes(self, name, answer):
        eventually(lambda: self.answer(name) == answer, f"{answer} of {name}")

    def test_an_edit_is_live_at_the_next_invocation(self):
        self.write("main.js", ANSWER.format(version=1))
        created = self.create_of_folder("live")
        self.assertEqual(created["CodeSize"], 0)
        self.assertEqual(self.answer("live"), 1)
        self.write("main.js", ANSWER.format(version=2))
        self.becomes("live", 2)
        (self.folder / "main.js").write_text(ANSWER.format(version=3))
        self.becomes("live", 3)
        got = self.functions.get_function(FunctionName="live")
        self.assertEqual(got["Code"]["Location"], f"file://{self.folder}")
        self.assertEqual(got["Configuration"]["CodeSha256"], created["CodeSha256"])

    def test_what_it_imports_is_watched_too(self):
        for directory in ("lib", "node_modules/dep"):
            (self.folder / directory).mkdir(parents=True)
        self.write("main.js", "exports.handler = async () => require('./lib/a') + require('dep')\n")
        self.write("lib/a.js", "module.exports = 1\n")
        self.write("node_modules/dep/index.js", "module.exports = 10\n")
        self.create_of_folder("imports")
        self.assertEqual(self.answer("imports"), 11)
        self.write("lib/a.js", "module.exports = 2\n")
        self.becomes("imports", 12)
        self.write("node_modules/dep/index.js", "module.exports = 20\n")
        self.becomes("imports", 22)

    def test_python_too_and_it_leaves_nothing_behind(self):
        self.write("main.py", "import part\ndef handler(event, context):\n    return part.VERSION\n")
        self.write("part.py", "VERSION = 1\n")
        self.create_of_folder("python", runtime="python3.12")
        self.assertEqual(self.answer("python"), 1)
        self.write("part.py", "VERSION = 2\n")  # of the same size, most likely in the same second
        self.becomes("python", 2)
        self.assertEqual(sorted(os.listdir(self.folder)), ["main.py", "part.py"])

    def test_an_invocation_in_flight_ends_in_the_old_code(self):
        self.write("main.js", SLOW.format(version=1))
        self.create_of_folder("flight", Timeout=20)
        self.answer("flight")
        answers = []
        running = threading.Thread(target=lambda: answers.append(self.answer("flight")))
        running.start()
        eventually(lambda: len([line for line in log_messages(self.logs, "/aws/lambda/flight")
                                if line.startswith("START ")]) == 2, "the invocation's beginning")
        self.write("main.js", ANSWER.format(version=2))
        self.becomes("flight", 2)
        self.assertEqual(answers, [])  # the new code answered while the old one was still at it
        running.join()
        self.assertEqual(answers, [1])

    def test_a_syntax_error_is_the_next_invocations_and_goes_with_it(self):
        self.write("main.js", ANSWER.format(version=1))
        self.create_of_folder("syntax")
        self.assertEqual(self.answer("syntax"), 1)
        self.write("main.js", "exports.handler = async () => {\n")
        error = eventually(lambda: self.invoke("syntax") if self.invoke("syntax").get("FunctionError") else None,
                           "an error")
        self.assertEqual(error["Payload"]["errorType"], "Runtime.UserCodeSyntaxError")
        self.write("main.js", ANSWER.format(version=2))
        self.becomes("syntax", 2)

    def test_a_build_that_begins_by_deleting_its_folder(self):
        dist = self.folder / "dist"
        dist.mkdir()
        self.write("dist/main.js", ANSWER.format(version=1))
        self.addCleanup(self.delete, "build")
        self.functions.create_function(
            FunctionName="build", Runtime="nodejs20.x", Handler="main.handler", Role=ROLE,
            Code={"S3Bucket": "hot-reload", "S3Key": f"{dist}/"})
        self.assertEqual(self.answer("build"), 1)
        (dist / "main.js").unlink()
        dist.rmdir()
        dist.mkdir()
        self.write("dist/main.js", ANSWER.format(version=2))
        self.becomes("build", 2)
        self.write("dist/main.js", ANSWER.format(version=3))
        self.becomes("build", 3)

    def test_from_zip_to_folder_and_back(self):
        self.create("both", code=ANSWER.format(version=1), runtime="nodejs20.x")
        self.write("main.js", ANSWER.format(version=2))
        zip_sha = self.functions.get_function_configuration(FunctionName="both")["CodeSha256"]
        self.functions.update_function_code(
            FunctionName="both", S3Bucket="hot-reload", S3Key=str(self.folder))
        self.assertEqual(self.answer("both"), 2)
        self.write("main.js", ANSWER.format(version=3))
        self.becomes("both", 3)
        other = self.functions.get_function_configuration(FunctionName="both")["CodeSha256"]
        self.assertNotEqual(other, zip_sha)

    def test_settings_change_around_the_folder(self):
        self.write("main.js", "exports.handler = async () => process.env.MODE + require('./part')\n")
        self.write("part.js", "module.exports = 1\n")
        self.create_of_folder("settings")
        self.functions.update_function_configuration(
            FunctionName="settings", Environment={"Variables": {"MODE": "a"}})
        self.assertEqual(self.answer("settings"), "a1")
        self.write("part.js", "module.exports = 2\n")
        self.becomes("settings", "a2")

    def test_what_is_no_folder_is_refused(self):
        file = self.folder / "main.js"
        file.write_text("")
        missing = self.folder / "missing"
        for key, message in (
                ("dist", "dist is no absolute path. The bucket hot-reload stands for folders of this machine: give "
                         "the S3Key from the root on, /home/me/project for instance."),
                (str(missing), f"There is no folder {missing} to run a function from."),
                (str(file), f"{file} is no folder. Give the one in which the handler's file lies.")):
            with self.subTest(key):
                self.assert_error(
                    "InvalidParameterValueException", message, self.functions.create_function,
                    FunctionName="refused", Runtime="nodejs20.x", Handler="main.handler", Role=ROLE,
                    Code={"S3Bucket": "hot-reload", "S3Key": key})
        self.create_of_folder("kept")
        self.assert_error("InvalidParameterValueException", None, self.functions.update_function_code,
                          FunctionName="kept", S3Bucket="hot-reload", S3Key=str(missing))
        message = f"A version is frozen, and the folder {self.folder} isn't. Upload the code as a zip to publish it."
        self.assert_error("InvalidParameterValueException", message, self.functions.publish_version,
                          FunctionName="kept")

    def test_a_mapping_runs_the_new_code_from_the_next_batch_on(self):
        self.write("main.js", "exports.handler = async (event) => console.log('old', event.Records.length)\n")
        self.create_of_folder("mapped")
        dynamodb = self.server.client("dynamodb")
        table = dynamodb.create_table(
            TableName="edits", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})["TableDescription"]
        self.functions.create_event_source_mapping(
            FunctionName="mapped", EventSourceArn=table["LatestStreamArn"], StartingPosition="TRIM_HORIZON")
        put = 0

        def prints(word):
            nonlocal put
            put += 1
            dynamodb.put_item(TableName="edits", Item={"id": {"S": str(put)}})
            events = self.logs.filter_log_events(logGroupName="/aws/lambda/mapped")["events"] if put > 1 else []
            return any(f"\t{word} " in event["message"] for event in events)

        eventually(lambda: prints("old"), "a batch in the old code")
        self.write("main.js", "exports.handler = async (event) => console.log('new', event.Records.length)\n")
        eventually(lambda: prints("new"), "a batch in the new code")


class RestartTest(unittest.TestCase):
    def test_the_folder_is_the_users_whatever_happens(self):
        with data_directory() as data, tempfile.TemporaryDirectory(prefix="rivulet-folder-") as name:
            folder = pathlib.Path(name)
            (folder / "lib").mkdir()
            (folder / "main.py").write_text("import lib.part\ndef handler(event, context):\n    return lib.part.V\n")
            (folder / "lib" / "part.py").write_text("V = 1\n")
            (folder / "locked").write_text("mine")
            (folder / "locked").chmod(stat.S_IRUSR)
            (folder / "link").symlink_to("main.py")
            before = snapshot(folder)
            server = Server(data_dir=data)
            self.addCleanup(lambda: server.process.poll() is None and server.kill())

            def answer():
                return server.client("lambda").invoke(FunctionName="f")["Payload"].read()

            server.client("lambda").create_function(
                FunctionName="f", Runtime="python3.12", Handler="main.handler", Role=ROLE,
                Code={"S3Bucket": "hot-reload", "S3Key": name})
            self.assertEqual(answer(), b"1")
            server.restart()
            self.assertEqual(answer(), b"1")
            self.assertEqual(snapshot(folder), before)
            (folder / "lib" / "part.py").write_text("V = 2\n")
            eventually(lambda: answer() == b"2", "the new code after a restart")
            before = snapshot(folder)
            server.kill()
            server.start()
            self.assertEqual(answer(), b"2")
            server.client("lambda").update_function_code(FunctionName="f", S3Bucket="hot-reload", S3Key=name)
            server.client("lambda").delete_function(FunctionName="f")
            server.restart()
            self.assertEqual(server.client("lambda").list_functions()["Functions"], [])
            server.stop()
            self.assertEqual(snapshot(folder), before)


if __name__ == "__main__":
    unittest.main()
