"""What tests of functions share: a server with its clients, and functions made of one file."""
import io
import json
import zipfile

from harness import ServerTest, zip_of

ROLE = "arn:aws:iam::000000000000:role/service/any"
ARN = "arn:aws:lambda:us-east-1:000000000000:function:"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NOT_FOUND = "ResourceNotFoundException"
ECHO = "def handler(event, context):\n    return event\n"


def package(files):
    """A zip of (name, text, mode)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text, mode in files:
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o100000 | mode) << 16
            archive.writestr(info, text)
    return buffer.getvalue()


class LambdaTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.functions = cls.server.client("lambda")
        cls.logs = cls.server.client("logs")

    def create(self, name, code=ECHO, runtime="python3.12", handler="main.handler", **more):
        """A function of one file, gone after the test."""
        file = "main.py" if runtime.startswith("python") else "main.js"
        created = self.functions.create_function(**{
            "FunctionName": name, "Runtime": runtime, "Handler": handler, "Role": ROLE,
            "Code": {"ZipFile": zip_of(**{file: code})}, **more})
        self.addCleanup(self.delete, name)
        return created

    def delete(self, name):
        try:
            self.functions.delete_function(FunctionName=name)
        except self.functions.exceptions.ResourceNotFoundException:
            pass

    def invoke(self, name, payload=None, **more):
        """The answer, with its payload parsed."""
        body = {} if payload is None else {"Payload": json.dumps(payload)}
        answer = self.functions.invoke(FunctionName=name, **body, **more)
        text = answer["Payload"].read().decode()
        answer["Payload"] = json.loads(text) if text else None
        return answer
