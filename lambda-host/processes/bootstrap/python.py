"""Runtime interface client for Python.

Fetches invocations from the Lambda Runtime API, runs the function's handler on them, and posts what
comes of it. Written from the documented and recorded behaviour of AWS Lambda.
"""

import encodings.idna  # noqa: F401: what a connection loads is there before any handler, always
import http.client
import importlib
import json
import logging
import os
import re
import sys
import time
import traceback

_umask = os.umask(0o077)  # the bytecode that is kept of these is the user's alone
import rivulet_assignment
import rivulet_json
import rivulet_log

os.umask(_umask)

if __name__ == "__main__":  # multiprocessing imports this file again
    rivulet_assignment.wait()

_TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
_HANDLER = os.environ["_HANDLER"]
_MAX_RESPONSE_BYTES = 6291556


def _runtime_minor():
    name = re.search(r"python3\.(\d+)", os.environ.get("AWS_EXECUTION_ENV", ""))
    return int(name.group(1)) if name else 12


# From python3.12 on, answers have their characters as they are.
_ENSURE_ASCII = _runtime_minor() < 12


def _to_json(value):
    return rivulet_json.to_json(value, _ENSURE_ASCII)


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
        "requestId": rivulet_log.request_id or "",
        "stackTrace": trace,
    }


# ---- Runtime API ----


class _RuntimeApi:
    def __init__(self):
        # The path is a secret between the host and this client: handlers see the address as on Lambda.
        address, slash, path = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")
        os.environ["AWS_LAMBDA_RUNTIME_API"] = address
        self._prefix = slash + path + "/2018-06-01/runtime"
        host, port = address.rsplit(":", 1)
        self._connection = http.client.HTTPConnection(host, int(port))

    def call(self, method, target, body=None, headers=None):
        self._connection.request(method, self._prefix + target, body, headers or {})
        response = self._connection.getresponse()
        return response.headers, response.read()

    def post_error(self, target, error):
        body = _to_json(error).encode("utf-8", "replace")
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
        self.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        self.client_context = _read_client_context(headers.get("Lambda-Runtime-Client-Context"))
        self.identity = _read_identity(headers.get("Lambda-Runtime-Cognito-Identity"))
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        rivulet_log.sink.write(str(message))

    def __repr__(self):
        names = ("aws_request_id", "log_group_name", "log_stream_name", "function_name",
                 "memory_limit_in_mb", "function_version", "invoked_function_arn",
                 "client_context", "identity", "tenant_id")
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


def _read_event(body):
    try:
        return json.loads(body.decode("utf-8"))
    except ValueError as error:
        raise _Fault("UnmarshalError", "Unable to unmarshal input: {}".format(error)) from error


def _write_answer(result):
    if isinstance(result, bytes):
        return result
    try:
        return _to_json(result).encode("utf-8")
    except Exception as error:
        message = "Unable to marshal response: {}".format(error)
        raise _Fault("MarshalError", message) from error


def _run(api, handler, headers, body):
    target = "/invocation/" + rivulet_log.request_id
    try:
        result = handler(_read_event(body), LambdaContext(headers))
        answer = _write_answer(result)
    except Exception as error:  # SystemExit isn't one: it ends the process
        description = _describe(error)
        rivulet_log.log_error(description, _to_json)
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
    while True:
        headers, body = api.call("GET", "/invocation/next")
        rivulet_log.request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        rivulet_log.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        _run(api, handler, headers, body)


def _load_or_die(api):
    try:
        return _load_handler(_HANDLER)
    except Exception as error:
        description = _describe(error)
        logging.getLogger().warning(
            "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the "
            "function code. However, in rare cases, a Lambda runtime update can cause unexpected "
            "function behavior. For functions using managed runtimes, runtime updates can be "
            "triggered by a function change, or can be applied automatically. To determine if the "
            "runtime has been updated, check the runtime version in the INIT_START log entry. If "
            "this error correlates with a change in the runtime version, you may be able to "
            "mitigate this error by temporarily rolling back to the previous runtime version. For "
            "more information, see "
            "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html\r")
        rivulet_log.log_error(description, _to_json)
        api.post_error("/init/error", description)
        sys.exit(1)


def main():
    sys.path.insert(0, _TASK_ROOT)
    # Handlers and what they start see a script of no name, and don't import this one by accident.
    sys.argv[:] = [""]
    rivulet_log.set_up_logging()
    api = _RuntimeApi()
    handler = _load_or_die(api)
    try:
        _serve(api, handler)
    except (ConnectionError, http.client.HTTPException):
        os._exit(1)  # the Runtime API is gone


if __name__ == "__main__":
    main()
