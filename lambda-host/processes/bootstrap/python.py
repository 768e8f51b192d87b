"""Runtime interface client for Python.

Fetches invocations from the Lambda Runtime API, runs the function's handler on them, and posts what
comes of it. Written from the documented and recorded behaviour of AWS Lambda.
"""

import decimal
import http.client
import importlib
import json
import logging
import os
import re
import struct
import sys
import time
import traceback

_TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
_HANDLER = os.environ["_HANDLER"]
_MAX_RESPONSE_BYTES = 6291556
_TEXT_FRAME = 0xA55A0003
_JSON_LOGS = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"

_request_id = None  # of the invocation that runs or ran last


def _runtime_minor():
    name = re.search(r"python3\.(\d+)", os.environ.get("AWS_EXECUTION_ENV", ""))
    return int(name.group(1)) if name else 12


# From python3.12 on, answers have their characters as they are.
_ENSURE_ASCII = _runtime_minor() < 12


class _EventSink:
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


_sink = _EventSink()


# ---- log ----


class _TextFormatter(logging.Formatter):
    converter = time.gmtime

    def __init__(self):
        super().__init__(
            "[%(levelname)s]\t%(asctime)s.%(msecs)dZ\t%(aws_request_id)s\t%(message)s\n",
            "%Y-%m-%dT%H:%M:%S",
        )


class _JsonFormatter(logging.Formatter):
    converter = time.gmtime

    def format(self, record):
        line = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": record.aws_request_id,
        }
        if record.exc_info and record.exc_info[1] is not None:
            kind, value, trace = record.exc_info
            line["errorType"] = kind.__name__
            line["errorMessage"] = str(value)
            line["stackTrace"] = traceback.format_tb(trace)
        return json.dumps(line, default=str, ensure_ascii=False) + "\n"


class _LogHandler(logging.Handler):
    def emit(self, record):
        record.aws_request_id = _request_id or ""
        _sink.write(self.format(record))


def _set_up_logging():
    handler = _LogHandler()
    handler.setFormatter(_JsonFormatter() if _JSON_LOGS else _TextFormatter())
    logging.getLogger().addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL")
    if _JSON_LOGS and level:
        names = {"TRACE": "DEBUG", "WARN": "WARNING", "FATAL": "CRITICAL"}
        logging.getLogger().setLevel(names.get(level, level))


def _indented_for_log(line):
    """Leading blanks as NO-BREAK SPACE, which log viewers keep."""
    stripped = line.lstrip()
    return "\u00a0" * (len(line) - len(stripped)) + stripped


def _log_error(error):
    if _JSON_LOGS:
        line = {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "log_level": "ERROR"}
        _sink.write(json.dumps({**line, **error}) + "\n")
        return
    lines = ["[ERROR] {errorType}: {errorMessage}".format(**error)]
    if error["stackTrace"]:
        lines.append("Traceback (most recent call last):")
    for entry in error["stackTrace"]:
        lines += [_indented_for_log(line) for line in entry.splitlines()]
    _sink.write("\n".join(lines))


# ---- errors ----


class _Fault(Exception):
    """An error of the runtime's own making."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.trace = list(trace)


def _describe(exception):
    """The error as the function's caller gets to see it."""
    if isinstance(exception, _Fault):
        kind, trace = exception.kind, exception.trace
    else:
        kind = type(exception).__name__
        frames = traceback.extract_tb(exception.__traceback__)
        while frames and frames[0].filename == __file__:
            frames.pop(0)
        trace = traceback.format_list(frames)
    return {
        "errorMessage": str(exception),
        "errorType": kind,
        "requestId": _request_id or "",
        "stackTrace": trace,
    }


# ---- Runtime API ----


class _RuntimeApi:
    def __init__(self):
        host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].rsplit(":", 1)
        self._connection = http.client.HTTPConnection(host, int(port))

    def call(self, method, target, body=None, headers=None):
        self._connection.request(method, "/2018-06-01/runtime" + target, body, headers or {})
        response = self._connection.getresponse()
        return response.headers, response.read()

    def post_error(self, target, error):
        body = json.dumps(error, ensure_ascii=_ENSURE_ASCII).encode("utf-8", "replace")
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Function-Error-Type": error["errorType"].encode("ascii", "replace"),
        }
        self.call("POST", target, body, headers)


# ---- the handler ----


def _load_handler(name):
    """Handler names are MODULE.FUNCTION, where the module may have folders: "pkg/app.main"."""
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise _Fault("MalformedHandlerName", "Bad handler '{}': {}".format(name, error)) from error
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise _Fault(
            "BuiltInModuleConflict",
            "Cannot use built-in module {} as a handler module".format(module_name),
        )
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = "Unable to import module '{}': {}".format(module_name, error)
        raise _Fault("ImportModuleError", message) from error
    except SyntaxError as error:
        trace = ['  File "{}" Line {}\n    {}'.format(error.filename, error.lineno, error.text)]
        message = "Syntax error in module '{}': {}".format(module_name, error)
        raise _Fault("UserCodeSyntaxError", message, trace) from error
    try:
        return getattr(module, function_name)
    except AttributeError as error:
        message = "Handler '{}' missing on module '{}'".format(function_name, module_name)
        raise _Fault("HandlerNotFound", message) from error


class _Attributes:
    """Members by name; None for those that aren't there."""

    def __init__(self, names, values):
        for name in names:
            setattr(self, name, values.get(name))

    def __repr__(self):
        members = ",".join("{}={}".format(k, v) for k, v in vars(self).items())
        return "{}([{}])".format(type(self).__name__.lstrip("_"), members)


class _CognitoIdentity(_Attributes):
    pass


class _Client(_Attributes):
    pass


class _ClientContext(_Attributes):
    pass


class LambdaContext:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.client_context = _read_client_context(headers.get("Lambda-Runtime-Client-Context"))
        self.identity = _read_identity(headers.get("Lambda-Runtime-Cognito-Identity"))
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        names = ("aws_request_id", "log_group_name", "log_stream_name", "function_name",
                 "memory_limit_in_mb", "function_version", "invoked_function_arn",
                 "client_context", "identity")
        members = ",".join("{}={}".format(name, getattr(self, name)) for name in names)
        return "LambdaContext([{}])".format(members)


def _read_client_context(text):
    if not text:
        return None
    values = json.loads(text)
    context = _ClientContext(("custom", "env", "client"), values)
    names = ("installation_id", "app_title", "app_version_name", "app_version_code",
             "app_package_name")
    if context.client:
        context.client = _Client(names, context.client)
    return context


def _read_identity(text):
    values = json.loads(text) if text else {}
    names = {"cognito_identity_id": values.get("cognitoIdentityId"),
             "cognito_identity_pool_id": values.get("cognitoIdentityPoolId")}
    return _CognitoIdentity(names, names)


# ---- invocations ----


def _plain(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(
        "Object of type {} is not JSON serializable".format(type(value).__name__)
    )


def _read_event(body):
    try:
        return json.loads(body.decode("utf-8"))
    except ValueError as error:
        raise _Fault("UnmarshalError", "Unable to unmarshal input: {}".format(error)) from error


def _write_answer(result):
    if isinstance(result, bytes):
        return result
    try:
        return json.dumps(result, default=_plain, ensure_ascii=_ENSURE_ASCII).encode("utf-8")
    except Exception as error:
        message = "Unable to marshal response: {}".format(error)
        raise _Fault("MarshalError", message) from error


def _run(api, handler, headers, body):
    target = "/invocation/" + _request_id
    try:
        result = handler(_read_event(body), LambdaContext(headers))
        answer = _write_answer(result)
    except Exception as error:  # SystemExit isn't one: it ends the process
        description = _describe(error)
        _log_error(description)
        api.post_error(target + "/error", description)
        return
    sys.stdout.flush()
    sys.stderr.flush()
    if len(answer) > _MAX_RESPONSE_BYTES:
        api.post_error(target + "/error", {
            "errorMessage": "Response payload size exceeded maximum allowed payload size "
                            "({} bytes).".format(_MAX_RESPONSE_BYTES),
            "errorType": "Function.ResponseSizeTooLarge",
        })
        return
    api.call("POST", target + "/response", answer, {"Content-Type": "application/json"})


def _serve(api, handler):
    global _request_id
    # The host learns where the interpreter lies.
    told = {"Rivulet-Interpreter": sys.executable} if sys.executable.isascii() else {}
    while True:
        headers, body = api.call("GET", "/invocation/next", headers=told)
        _request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        _run(api, handler, headers, body)


def _load_or_die(api):
    try:
        return _load_handler(_HANDLER)
    except Exception as error:
        description = _describe(error)
        logging.getLogger().warning(
            "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the "
            "function code.")
        _log_error(description)
        api.post_error("/init/error", description)
        sys.exit(1)


def main():
    sys.path.insert(0, _TASK_ROOT)
    # Handlers and what they start see a script of no name, and don't import this one by accident.
    sys.argv[:] = [""]
    _set_up_logging()
    api = _RuntimeApi()
    handler = _load_or_die(api)
    try:
        _serve(api, handler)
    except (ConnectionError, http.client.HTTPException):
        os._exit(1)  # the Runtime API is gone


if __name__ == "__main__":  # multiprocessing imports this file again
    main()
