"""How long from an edit of a folder that is a function's code to the first invocation that runs it.

Invocations follow each other; an edit replaces the handler's file as editors do, by a rename. An edit is live when
the first invocation begins that runs it; its answer waits for a process that begins with the new code.
usage: edit_latency.py [edits]
"""
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "integration"))
from harness import Server  # noqa: E402

HANDLERS = {
    "nodejs20.x": ("main.js", "exports.handler = async () => {version};\n"),
    "python3.12": ("main.py", "def handler(event, context):\n    return {version}\n"),
}
PAUSE_SECONDS = 0.3  # between two edits; nobody saves faster


def replace(file, text):
    new = file.with_suffix(".new")
    new.write_text(text)
    new.rename(file)


def measure(functions, folder, runtime, edits):
    """For each edit, when it was live and when it was answered first, in milliseconds after it."""
    file, text = HANDLERS[runtime]
    name = runtime.split(".")[0]
    replace(folder / file, text.format(version=0))
    functions.create_function(
        FunctionName=name, Runtime=runtime, Handler="main.handler", Role="arn:aws:iam::000000000000:role/r",
        Code={"S3Bucket": "hot-reload", "S3Key": str(folder)})
    live, answered = [], []
    for version in range(edits + 1):
        replace(folder / file, text.format(version=version))
        edited = time.monotonic()
        answer = None
        while answer != str(version).encode():
            begun = time.monotonic()
            answer = functions.invoke(FunctionName=name)["Payload"].read()
        if version > 0:
            live.append((begun - edited) * 1000)
            answered.append((time.monotonic() - edited) * 1000)
        time.sleep(PAUSE_SECONDS)
    return live, answered


def main():
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    server = Server()
    try:
        for runtime in HANDLERS:
            with tempfile.TemporaryDirectory() as folder:
                live, answered = measure(server.client("lambda"), pathlib.Path(folder), runtime, edits)
            print(f"edit -> live, {runtime}    median {statistics.median(live):.1f} ms    max {max(live):.1f} ms"
                  f"    (first answer: median {statistics.median(answered):.1f} ms)")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
