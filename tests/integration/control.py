"""The control API under /_rivulet/, as a test calls it: by plain HTTP, JSON in and out."""
import json

from wire import request


class ControlError(Exception):
    """What the API refused: its status, and its error's name and message."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body['error']}: {body['message']}")
        self.status, self.error, self.message = status, body["error"], body["message"]


def call(server, method, path, body=None):
    """The answer's JSON; raises ControlError for anything but 200."""
    text = None if body is None else json.dumps(body)
    status, _, answer = request(server.url, method, f"/_rivulet/{path}", text)
    if status != 200:
        raise ControlError(status, json.loads(answer))
    return json.loads(answer)


def get(server, path):
    return call(server, "GET", path)


def post(server, path, **members):
    return call(server, "POST", path, members)


def drain(server, **members):
    """Waits until all is settled, and answers what was: fails when it isn't."""
    answer = post(server, "drain", **members)
    if not answer["settled"]:
        raise AssertionError(f"not settled: {json.dumps(answer['waiting'])}")
    return answer
