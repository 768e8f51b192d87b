"""An account of its own on a server: an isolated world."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from .clock import Clock
from .control import Control
from .errors import NotSettledError, RivuletError

# Any access key id that isn't an account stands for the server's own account.
_NO_ACCOUNT = "rivulet"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


class World:
    """An account of its own: its tables, functions and queues meet those of no other.

    Answers are the control API's own, member by member: docs/control-api.md is their reference.
    """

    def __init__(
        self,
        control: Control,
        *,
        account: str | None,
        region: str,
        drained: dict[str, str] | None = None,
    ) -> None:
        self.control = control.scoped(account=account, region=region)
        self.clock = Clock(control)
        self.account = account
        self.region = region
        self._drained = drained or {}

    @property
    def endpoint(self) -> str:
        return self.control.url

    @property
    def client_config(self) -> dict[str, str]:
        """For any client of boto3: boto3.client("dynamodb", **world.client_config)."""
        return {
            "endpoint_url": self.endpoint,
            "region_name": self.region,
            "aws_access_key_id": self.account or _NO_ACCOUNT,
            "aws_secret_access_key": "secret",
        }

    @property
    def env(self) -> dict[str, str]:
        """The same as variables, for code that makes its clients itself, and for other programs."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.account or _NO_ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "secret",
        }

    def client(self, service: str, **settings: Any) -> Any:
        """A client of boto3, which must be installed. Making the next one costs less."""
        return _boto3_session().client(service, **{**self.client_config, **settings})

    def resource(self, service: str, **settings: Any) -> Any:
        """Likewise a resource: resource("dynamodb").Table("Orders")."""
        return _boto3_session().resource(service, **{**self.client_config, **settings})

    def drain(
        self, *, timeout_seconds: float | None = None, mapping: str | None = None
    ) -> dict[str, Any]:
        """Waits until everything is delivered: what was written, what handlers write meanwhile,
        asynchronous invocations. Raises NotSettledError after 30 seconds, or `timeout_seconds`.
        Counts are since the last drain that settled."""
        answer: dict[str, Any] = self.control.post(
            "drain", **self._drained, timeout_seconds=timeout_seconds, mapping=mapping
        )
        if not answer["settled"]:
            raise NotSettledError(answer)
        return answer

    def mappings(self) -> list[dict[str, Any]]:
        """How far each event source mapping has come, what it does, and why it waits."""
        return self._pages("mappings", "mappings")

    def trace(
        self, mapping: str, *, after: str | None = None, logs: bool = False
    ) -> list[dict[str, Any]]:
        """What became of the newest 1,024 records of a mapping, named by its UUID or by its
        function. With `logs`, attempts have the lines that they printed."""
        path = f"mappings/{self._mapping_id(mapping, 'stream')}/records"
        return self._pages(path, "records", after=after, logs=logs)

    def discards(self, *, mapping: str | None = None) -> list[dict[str, Any]]:
        """The batches that mappings gave up."""
        return self._pages("discards", "discards", mapping=mapping)

    def fail(self, *, mapping: str | None = None, **fault: Any) -> dict[str, Any]:
        """Lets something go wrong: an operation, the deliveries of a mapping (by its UUID or its
        function), or a stream. Once, unless `times` or `probability` say otherwise.

        fail(operation="PutItem", table="Orders", error="ProvisionedThroughputExceededException")
        fail(operation="GetItem", delay_ms=200, probability=0.1, seed=7)
        fail(mapping="totals", effect="duplicate")
        fail(table="Orders", effect="expire-iterators")
        """
        on = "operation" if "operation" in fault else "delivery" if mapping else "stream"
        uuid = mapping and self._mapping_id(mapping)
        answer: dict[str, Any] = self.control.post("faults", on=on, mapping=uuid, **fault)
        return answer

    def faults(self) -> list[dict[str, Any]]:
        """The faults that were asked for, and what each has done."""
        return self._pages("faults", "faults")

    def clear_faults(self, fault_id: int | None = None) -> None:
        """Takes one back, or all."""
        self.control.delete("faults" if fault_id is None else f"faults/{fault_id}")

    def reset(self, *, keep: Sequence[str] = ()) -> dict[str, int]:
        """All is gone but what is kept: "functions", "mappings", "tables", "queues", "topics",
        "buckets"; tables and queues that are kept are emptied. Returns how much of each is gone."""
        counts: dict[str, int] = self.control.post("reset", keep=list(keep) or None)
        return counts

    def snapshot(self, name: str) -> None:
        """Saves what is in it under a name, for worlds that begin with it."""
        self.control.put(f"snapshots/{quote(name, safe='')}")

    def snapshot_file(self, name: str) -> bytes:
        """A saved snapshot as one file, to commit beside the tests, and to start servers with."""
        path = f"snapshots/{quote(name, safe='')}/file"
        return self.control.download(path, account=None, region=None)

    def _pages(self, path: str, members: str, **query: Any) -> list[dict[str, Any]]:
        everything: list[dict[str, Any]] = []
        query["limit"] = 1000
        while True:
            page = self.control.get(path, **query)
            everything += page[members]
            if "next" not in page:
                return everything
            query["after"] = page["next"]

    def _mapping_id(self, name: str, source: str = "mapping") -> str:
        """A mapping may be named by its function, if that has one only, of such a source."""
        if _UUID.fullmatch(name):
            return name
        found = [
            mapping["mapping"]
            for mapping in self.mappings()
            if source in mapping and _name_in(mapping["function"]) == name
        ]
        if len(found) != 1:
            raise RivuletError(
                f"{len(found)} such mappings call the function {name}: name one by its UUID"
            )
        return str(found[0])


@functools.cache
def _boto3_session() -> Any:
    try:
        import boto3
    except ImportError as error:
        raise RivuletError("boto3 isn't installed: pip install rivulet-client[boto3]") from error
    return boto3.Session()


def _name_in(function_arn: str) -> str:
    """Of "arn:aws:lambda:REGION:ACCOUNT:function:NAME", and maybe ":QUALIFIER"."""
    return function_arn.split(":")[6]
