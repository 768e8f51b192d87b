import unittest
from datetime import datetime, timedelta, timezone

from fake_server import FakeServer
from rivulet_client import NotSettledError, Rivulet, RivuletError

UUID = "11111111-2222-3333-4444-555555555555"
ARN = "arn:aws:lambda:us-east-1:000000000042:function:"
SETTLED = {"settled": True, "waiting": []}


class Worlds(unittest.TestCase):
    def serve(self, *answers: object) -> Rivulet:
        self.server = FakeServer(*((200, answer) for answer in answers))
        self.addCleanup(self.server.__exit__)
        return Rivulet(self.server.url, "eu-west-1")

    def test_a_world_is_an_account_that_clients_name_by_their_credentials(self) -> None:
        rivulet = self.serve()
        world = rivulet.world(account="000000000042", region="us-west-2")
        self.assertEqual(
            world.client_config,
            {
                "endpoint_url": self.server.url,
                "region_name": "us-west-2",
                "aws_access_key_id": "000000000042",
                "aws_secret_access_key": "secret",
            },
        )
        self.assertEqual(
            world.env,
            {
                "AWS_ENDPOINT_URL": self.server.url,
                "AWS_REGION": "us-west-2",
                "AWS_DEFAULT_REGION": "us-west-2",
                "AWS_ACCESS_KEY_ID": "000000000042",
                "AWS_SECRET_ACCESS_KEY": "secret",
            },
        )
        self.assertEqual(rivulet.client_config["aws_access_key_id"], "rivulet")
        self.assertEqual(rivulet.client_config["region_name"], "eu-west-1")

    def test_worlds_are_new_ones(self) -> None:
        rivulet = self.serve()
        accounts = {rivulet.world().account for _ in range(100)}
        self.assertEqual(len(accounts), 100)
        for account in accounts:
            self.assertRegex(account or "", "^[1-9][0-9]{11}$")

    def test_a_world_drains_itself_and_a_server_all_of_them(self) -> None:
        rivulet = self.serve(SETTLED, SETTLED)
        world = rivulet.world(account="000000000042")
        self.assertEqual(world.drain(timeout_seconds=5, mapping=UUID), SETTLED)
        rivulet.drain()
        self.assertEqual(
            [body for _, _, body in self.server.requests],
            [
                {
                    "account": "000000000042",
                    "region": "eu-west-1",
                    "timeout_seconds": 5,
                    "mapping": UUID,
                },
                {"account": "*", "region": "*"},
            ],
        )

    def test_what_isnt_settled_in_time_is_an_error_that_says_why(self) -> None:
        answer = {
            "settled": False,
            "waiting": [
                {"function": "f", "shard": "s", "pending": 3, "reason": "attempt 4 failed: no"},
                {"function": "g", "pending": 1, "reason": "1 invocation is running"},
            ],
        }
        with self.assertRaises(NotSettledError) as caught:
            self.serve(answer).drain()
        self.assertEqual(
            str(caught.exception),
            "not everything was delivered in time:\n"
            "  f, s: 3 pending: attempt 4 failed: no\n"
            "  g: 1 pending: 1 invocation is running",
        )
        self.assertEqual(caught.exception.answer, answer)

    def test_lists_come_whole(self) -> None:
        world = self.serve(
            {"mappings": [{"mapping": "a"}], "next": "a"}, {"mappings": [{"mapping": "b"}]}
        ).world(account="000000000042")
        self.assertEqual(world.mappings(), [{"mapping": "a"}, {"mapping": "b"}])
        scope = "account=000000000042&region=eu-west-1"
        self.assertEqual(
            [path for _, path, _ in self.server.requests],
            [
                f"/_rivulet/mappings?{scope}&limit=1000",
                f"/_rivulet/mappings?{scope}&limit=1000&after=a",
            ],
        )

    def test_a_mapping_is_named_by_its_uuid_or_by_its_function(self) -> None:
        mappings = [
            {"mapping": UUID, "function": ARN + "one", "stream": "…"},
            {"mapping": "of a queue", "function": ARN + "one", "queue": "…"},
            {"mapping": "first", "function": ARN + "two", "stream": "…"},
            {"mapping": "second", "function": ARN + "two:live", "stream": "…"},
        ]
        page = {"records": [{"sequence": "1"}]}
        found = {"mappings": mappings}
        rivulet = self.serve(page, found, page, found)
        self.assertEqual(rivulet.trace(UUID, logs=True), [{"sequence": "1"}])
        rivulet.trace("one", after="9")
        with self.assertRaises(RivuletError) as caught:
            rivulet.trace("two")
        self.assertEqual(
            str(caught.exception),
            "2 such mappings call the function two: name one by its UUID",
        )
        path = f"/_rivulet/mappings/{UUID}/records"
        paths = [path for _, path, _ in self.server.requests]
        self.assertEqual(paths[0], f"{path}?region=eu-west-1&logs=true&limit=1000")
        self.assertEqual(paths[2], f"{path}?region=eu-west-1&after=9&logs=false&limit=1000")

    def test_a_fault_says_what_it_is_on(self) -> None:
        mappings = [{"mapping": UUID, "function": ARN + "one", "stream": "…"}]
        more = [*mappings, {"mapping": "of a queue", "function": ARN + "one", "queue": "…"}]
        answers = {"id": 1}, {"mappings": mappings}, {"id": 2}, {"id": 3}, {"mappings": more}
        rivulet = self.serve(*answers)
        world = rivulet.world(account="000000000042")
        self.assertEqual(world.fail(operation="PutItem", table="Orders", delay_ms=5), {"id": 1})
        world.fail(mapping="one", effect="duplicate", times=2)
        world.fail(table="Orders", effect="trim")
        with self.assertRaisesRegex(RivuletError, "^2 such mappings call the function one: "):
            world.fail(mapping="one", effect="kill")
        scope: dict[str, object] = {"account": "000000000042", "region": "eu-west-1"}
        self.assertEqual(
            [body for method, path, body in self.server.requests if path == "/_rivulet/faults"],
            [
                dict(scope, on="operation", operation="PutItem", table="Orders", delay_ms=5),
                dict(scope, on="delivery", mapping=UUID, effect="duplicate", times=2),
                dict(scope, on="stream", table="Orders", effect="trim"),
            ],
        )

    def test_faults_are_listed_and_taken_back(self) -> None:
        rivulet = self.serve({"faults": [{"id": 1}]}, {}, {})
        self.assertEqual(rivulet.faults(), [{"id": 1}])
        rivulet.clear_faults(1)
        rivulet.clear_faults()
        self.assertEqual(
            [f"{method} {path}" for method, path, _ in self.server.requests],
            [
                "GET /_rivulet/faults?region=eu-west-1&limit=1000",
                "DELETE /_rivulet/faults/1?region=eu-west-1",
                "DELETE /_rivulet/faults?region=eu-west-1",
            ],
        )

    def test_a_world_is_saved_made_of_what_was_saved_and_emptied(self) -> None:
        rivulet = self.serve({}, {}, {}, {})
        scope: dict[str, object] = {"account": "000000000042", "region": "eu-west-1"}
        rivulet.snapshot("a shop")
        world = rivulet.world(snapshot="a shop", account="000000000042")
        world.reset()
        world.reset(keep=["tables"])
        self.assertEqual(
            self.server.requests,
            [
                ("PUT", "/_rivulet/snapshots/a%20shop", {"region": "eu-west-1"}),
                ("POST", "/_rivulet/snapshots/a%20shop/restore", scope),
                ("POST", "/_rivulet/reset", scope),
                ("POST", "/_rivulet/reset", dict(scope, keep=["tables"])),
            ],
        )

    def test_the_clock_takes_what_python_has_for_times(self) -> None:
        clock = self.serve({"now": 1.5}, *[{}] * 7).clock
        self.assertEqual(clock.now(), datetime(1970, 1, 1, 0, 0, 1, 500_000, timezone.utc))
        clock.advance(60)
        clock.advance(timedelta(days=1))
        clock.set(datetime(1970, 1, 2, tzinfo=timezone.utc))
        clock.set(7)
        clock.set("2026-01-31T12:00:00Z")
        clock.freeze()
        clock.real()
        self.assertEqual(
            [body for _, _, body in self.server.requests[1:]],
            [
                {"mode": "advance", "seconds": 60},
                {"mode": "advance", "seconds": 86400},
                {"mode": "set", "time": 86400},
                {"mode": "set", "time": 7},
                {"mode": "set", "time": "2026-01-31T12:00:00Z"},
                {"mode": "freeze"},
                {"mode": "real"},
            ],
        )
