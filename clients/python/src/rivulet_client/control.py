"""The control API of one server, JSON in and out."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from .errors import ControlError, RivuletError


class Control:
    """Each call has a connection of its own, so any thread may call. Proxies aren't asked. What a
    request doesn't say about its account and region is that of the scope."""

    def __init__(self, url: str, **scope: str | None) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise RivuletError(f"{url} is no address such as http://127.0.0.1:8000")
        self.url = f"http://{parts.netloc}"
        self._address = (parts.hostname, parts.port or 80)
        self._scope = scope

    def scoped(self, *, account: str | None, region: str | None) -> Control:
        """The same server's, for requests about this account and region."""
        return Control(self.url, account=account, region=region)

    def get(self, path: str, **query: Any) -> Any:
        return _parse(self.download(path, **query))

    def download(self, path: str, **query: Any) -> bytes:
        """The answer as it came."""
        return self._call("GET", _with_query(path, {**self._scope, **query}))

    def post(self, path: str, **members: Any) -> Any:
        return _parse(self._call("POST", path, {**self._scope, **members}))

    def put(self, path: str, **members: Any) -> Any:
        return _parse(self._call("PUT", path, {**self._scope, **members}))

    def delete(self, path: str, **query: Any) -> Any:
        return _parse(self._call("DELETE", _with_query(path, {**self._scope, **query})))

    def _call(self, method: str, path: str, members: dict[str, Any] | None = None) -> bytes:
        body = None if members is None else json.dumps(_without_none(members))
        headers = {} if body is None else {"Content-Type": "application/json"}
        connection = http.client.HTTPConnection(*self._address)
        try:
            connection.request(method, f"/_rivulet/{path}", body, headers)
            response = connection.getresponse()
            answer = response.read()
        except OSError as error:
            raise RivuletError(f"{method} {self.url}/_rivulet/{path}: {error}") from error
        finally:
            connection.close()
        if response.status >= 300:
            raise ControlError(response.status, _parse(answer))
        return answer


def _parse(answer: bytes) -> Any:
    return json.loads(answer) if answer else {}


def _with_query(path: str, query: dict[str, Any]) -> str:
    given = {name: _query_text(value) for name, value in _without_none(query).items()}
    return f"{path}?{urlencode(given)}" if given else path


def _query_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _without_none(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
