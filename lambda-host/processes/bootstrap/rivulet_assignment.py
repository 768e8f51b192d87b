"""A spare process waits here until it is told which function it is for (runtime_process.h)."""

import http.client
import os
import sys
import time


def _ask_for_environment():
    address, _, secret = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")
    connection = http.client.HTTPConnection(address)
    connection.request("GET", "/" + secret + "/assignment", headers={"Connection": "close"})
    with connection.getresponse() as response:
        if response.status != 200:
            raise ConnectionError
        return response.read()


def _set_environment(block):
    """In the order given, which is that of a process that starts with it."""
    os.environ.clear()
    for variable in block.split(b"\0")[:-1]:
        name, _, value = variable.partition(b"=")
        os.environb[name] = value


def _is_shadowed(folders):
    """Whether one of them has a module that is loaded already, or that Python loads at its start."""
    loaded = {name.partition(".")[0] for name in sys.modules} | {"sitecustomize", "usercustomize"}
    for folder in folders:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        if any(name.partition(".")[0] in loaded for name in names):
            return True
    return False


def _search_first(folders):
    """Likewise what PYTHONPATH says, behind this file's own folder."""
    if _is_shadowed(folders):
        os.execve(sys.executable, [sys.executable, "-u", sys.argv[0]], os.environ)
    sys.path[1:1] = folders


def wait():
    """Returns at once in a process that was started for its function."""
    if "_HANDLER" in os.environ:
        return
    ours = os.environ["PYTHONPATH"]
    try:
        _set_environment(_ask_for_environment())
        os.chdir(os.environ["LAMBDA_TASK_ROOT"])
    except (OSError, http.client.HTTPException):
        os._exit(1)  # the host is gone, or starts another process
    time.tzset()
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    layers = os.environ["PYTHONPATH"].removesuffix(ours).rstrip(":")
    _search_first(layers.split(":") if layers else [])
