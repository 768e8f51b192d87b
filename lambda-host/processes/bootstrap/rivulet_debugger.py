"""Starts the runtime client with debugpy listening at the port that the first argument names."""

import os
import runpy
import sys

_PORT = int(sys.argv.pop(1))
_CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "python.py")

try:
    import debugpy
except ImportError:
    print(
        "%s can't be inspected: %s has no debugpy. Install it with `%s -m pip install debugpy`."
        % (os.environ["AWS_LAMBDA_FUNCTION_NAME"], sys.executable, sys.executable),
        flush=True,
    )
else:
    debugpy.listen(("127.0.0.1", _PORT))

sys.argv[0] = _CLIENT
runpy.run_path(_CLIENT, run_name="__main__")
