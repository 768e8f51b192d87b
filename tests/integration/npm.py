"""Packages from npm, where there is one."""
import shutil
import subprocess


def install(directory, *packages, timeout=200):
    """Why the packages can't be had there; empty if they can."""
    if not shutil.which("npm"):
        return "npm isn't installed"
    try:
        done = subprocess.run(
            ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", *packages],
            cwd=directory, capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return f"npm takes longer than {timeout} seconds"
    return done.returncode and f"npm can't install the packages: {done.stderr}"
