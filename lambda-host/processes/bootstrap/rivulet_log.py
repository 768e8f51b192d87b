"""What the Python runtime writes into the function's log."""

import json
import logging
import os
import struct
import time
import traceback

_TEXT_FRAME = 0xA55A0003
_DATE_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
# What every log record has. Whatever else one has came by `extra`, and is shown.
_OWN_MEMBERS = frozenset((
    "name", "msg", "args", "levelname", "levelno", "pathname", "filename", "module", "exc_info",
    "exc_text", "stack_info", "lineno", "funcName", "created", "msecs", "relativeCreated", "thread",
    "threadName", "processName", "process", "aws_request_id", "tenant_id"))

json_logs = False
request_id = None  # of the invocation that runs or ran last
tenant_id = None  # the same


class EventSink:
    """Writes log events, framed as log_splitter.h describes, so that each stays one event."""

    def __init__(self):
        descriptor = os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
        self._descriptor = int(descriptor) if descriptor else 1
        self._framed = descriptor is not None
        os.set_inheritable(self._descriptor, not self._framed)

    def write(self, text):
        data = text.encode("utf-8", "replace")
        if self._framed:
            data = struct.pack(">IIq", _TEXT_FRAME, len(data), time.time_ns() // 1000) + data
        elif not data.endswith(b"\n"):
            data += b"\n"
        while data:
            data = data[os.write(self._descriptor, data) :]


sink = None  # once the log is set up


class _TextFormatter(logging.Formatter):
    converter = time.gmtime

    def __init__(self):
        super().__init__(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n",
            "%Y-%m-%dT%H:%M:%S",
        )


def _exception_members(record):
    if not record.exc_info:
        return {}
    kind, value, trace = record.exc_info
    return {
        "stackTrace": traceback.format_tb(trace),
        "errorType": kind.__name__ if kind else None,
        "errorMessage": str(value),
        "location": "{}:{}:{}".format(record.pathname, record.funcName, record.lineno),
    }


class _JsonFormatter(logging.Formatter):
    converter = time.gmtime

    def format(self, record):
        exception = _exception_members(record)
        line = {
            "timestamp": self.formatTime(record, _DATE_FORMAT),
            "level": logging.getLevelName(min(max(record.levelno, 0), 50) // 10 * 10),
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": exception.get("stackTrace"),
            "errorType": exception.get("errorType"),
            "errorMessage": exception.get("errorMessage"),
            "requestId": record.aws_request_id,
            "location": exception.get("location"),
            "tenantId": record.tenant_id,
        }
        extra = {k: v for k, v in vars(record).items() if k not in _OWN_MEMBERS and k not in line}
        shown = {k: v for k, v in {**line, **extra}.items() if v is not None}
        # As on AWS, a value that JSON can't say is the caller's error.
        return json.dumps(shown, ensure_ascii=False) + "\n"


class _LogHandler(logging.Handler):
    def emit(self, record):
        record.aws_request_id = request_id or ""
        record.tenant_id = tenant_id
        sink.write(self.format(record))


def set_up_logging():
    """As the environment says."""
    global json_logs, sink
    json_logs = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
    sink = EventSink()
    handler = _LogHandler()
    handler.setFormatter(_JsonFormatter() if json_logs else _TextFormatter())
    logger = logging.getLogger()
    logger.addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = {"TRACE": "DEBUG", "WARN": "WARNING", "FATAL": "CRITICAL"}.get(level, level)
    if isinstance(logging.getLevelName(level), int):  # a name that logging knows
        logger.setLevel(level)


def _indented_for_log(line):
    """Leading blanks as NO-BREAK SPACE, which log viewers keep."""
    stripped = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(stripped)) + stripped


def _error_text(error):
    title = ": ".join(part for part in (error["errorType"], error["errorMessage"]) if part)
    lines = ["[ERROR] " + title, "Traceback (most recent call last):"]
    for entry in error["stackTrace"]:
        lines += [_indented_for_log(line) for line in entry.splitlines()]
    return "\n".join(lines)


def log_error(error, to_json):
    """The error as the function's caller gets to see it; to_json makes one text of a dict."""
    if not json_logs:
        return sink.write(_error_text(error))
    line = {"timestamp": time.strftime(_DATE_FORMAT, time.gmtime()), "log_level": "ERROR"}
    sink.write(to_json({**line, **error}))
