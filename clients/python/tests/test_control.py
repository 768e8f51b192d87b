import unittest

from fake_server import FakeServer
from rivulet_client import ControlError, RivuletError
from rivulet_client.control import Control


class ControlApi(unittest.TestCase):
    def test_members_that_arent_given_arent_sent(self) -> None:
        with FakeServer((200, {"a": 1}), (200, [2]), (200, {}), (200, {})) as server:
            control = Control(server.url + "/")
            self.assertEqual(control.get("x", limit=7, logs=True, after=None), {"a": 1})
            self.assertEqual(control.post("x/y", name="ü", none=None), [2])
            control.put("z")
            control.delete("z")
        self.assertEqual(
            server.requests,
            [
                ("GET", "/_rivulet/x?limit=7&logs=true", None),
                ("POST", "/_rivulet/x/y", {"name": "ü"}),
                ("PUT", "/_rivulet/z", {}),
                ("DELETE", "/_rivulet/z", None),
            ],
        )

    def test_what_is_no_json_comes_as_it_is(self) -> None:
        with FakeServer((200, b"\0\xff\n"), (409, {"error": "Conflict", "message": "no"})) as server:
            control = Control(server.url, account="1")
            self.assertEqual(control.download("x/file", account=None), b"\0\xff\n")
            with self.assertRaises(ControlError) as caught:
                control.download("y")
            self.assertEqual(caught.exception.status, 409)
        self.assertEqual(
            server.requests,
            [("GET", "/_rivulet/x/file", None), ("GET", "/_rivulet/y?account=1", None)],
        )

    def test_requests_are_about_the_scope_unless_they_say_otherwise(self) -> None:
        with FakeServer(*[(200, {})] * 4) as server:
            scoped = Control(server.url).scoped(account="1", region="r")
            scoped.get("x")
            scoped.delete("x", region=None)
            scoped.post("x", account="*")
            scoped.put("x")
        self.assertEqual(
            server.requests,
            [
                ("GET", "/_rivulet/x?account=1&region=r", None),
                ("DELETE", "/_rivulet/x?account=1", None),
                ("POST", "/_rivulet/x", {"account": "*", "region": "r"}),
                ("PUT", "/_rivulet/x", {"account": "1", "region": "r"}),
            ],
        )

    def test_a_refusal_has_its_status_and_its_text(self) -> None:
        with FakeServer((404, {"error": "NotFound", "message": "There is no x."})) as server:
            with self.assertRaises(ControlError) as caught:
                Control(server.url).get("x")
        self.assertEqual(str(caught.exception), "404 NotFound: There is no x.")
        self.assertEqual((caught.exception.status, caught.exception.error), (404, "NotFound"))

    def test_a_server_that_isnt_there_is_named(self) -> None:
        with FakeServer() as server:
            pass
        with self.assertRaisesRegex(RivuletError, f"^GET {server.url}/_rivulet/x: .*refused"):
            Control(server.url).get("x")

    def test_an_address_must_be_one(self) -> None:
        for address in "localhost:8000", "https://localhost", "http://":
            with self.assertRaisesRegex(RivuletError, "is no address such as"):
                Control(address)
