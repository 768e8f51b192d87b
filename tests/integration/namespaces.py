"""Mount namespaces for programs under test, as an ordinary user gets them, too."""
import ctypes
import functools
import os
import subprocess

MOUNT_NAMESPACE, USER_NAMESPACE = 0x00020000, 0x10000000
PRIVATE_BELOW = 1 << 18 | 1 << 14  # MS_PRIVATE, MS_REC
OWN_OPT = "mount -t overlay layers -o lowerdir=/var:/opt /opt"
LIBC = ctypes.CDLL(None, use_errno=True)


def check(result, what):
    if result != 0:
        raise OSError(ctypes.get_errno(), what)


def mount(kind, path, options):
    check(LIBC.mount(kind, path.encode(), kind, 0, options), "mount")


def enter(with_user=False):
    """To be called between fork and exec. What is mounted there stays there."""
    user, group = os.geteuid(), os.getegid()
    if with_user or LIBC.unshare(MOUNT_NAMESPACE) != 0:
        check(LIBC.unshare(MOUNT_NAMESPACE | USER_NAMESPACE), "unshare")
        for file, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"),
                           ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{file}", "w", encoding="ascii") as of_process:
                of_process.write(text)
    check(LIBC.mount(None, b"/", None, PRIVATE_BELOW, None), "mount")


def allow_no_more():
    """To be called between fork and exec: neither that program nor what it starts gets a namespace."""
    enter(with_user=True)
    with open("/proc/sys/user/max_mnt_namespaces", "w", encoding="ascii") as limit:
        limit.write("0")


@functools.cache
def has_own_opt(with_user=False):
    """Whether handlers can have their layers at /opt on this machine; as an ordinary user's, if need be."""
    return any(subprocess.run(["unshare", *flags, "sh", "-c", OWN_OPT], check=False,
                              stderr=subprocess.DEVNULL).returncode == 0
               for flags in ([] if with_user else [["-m"]]) + [["-U", "-r", "-m"]])
