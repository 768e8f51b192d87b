"""How long the example suites of clients/ take, four workers wide.

They need pytest, xdist and boto3, and npm, which installs what vitest and the SDK are.
usage: example_suites.py [runs]
"""
import pathlib
import statistics
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "integration"))
from test_clients import EXAMPLES, NodePackage, PythonPackage, cpu_seconds_of  # noqa: E402


def measure(name, package, runs):
    try:
        package.setUpClass()
        if package.reason:
            raise unittest.SkipTest(package.reason)
        package.run_examples()  # the first run compiles and fills caches
        walls, cpus = [], []
        for _ in range(runs):
            begin = time.perf_counter()
            cpus.append(cpu_seconds_of(package.run_examples)[1])
            walls.append(time.perf_counter() - begin)
    except unittest.SkipTest as reason:
        return print(f"{name}: {reason}")
    finally:
        package.doClassCleanups()
    return print(f"{name}: {EXAMPLES} tests, {statistics.median(walls):.2f} s, {max(walls):.2f} at most;"
          f" {statistics.median(cpus):.1f} s of processors' time", flush=True)


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    measure("pytest", PythonPackage, runs)
    measure("vitest", NodePackage, runs)


if __name__ == "__main__":
    main()
