"""Runs the program in a process that the system ends at once when anything in it, of Python or not, opens a socket.

Sockets of the Internet (IPv4, IPv6) and raw ones are meant; those within the computer (AF_UNIX), which a window system
may use, are let pass. A filter of the kernel (seccomp) sees what no hook of Python could: other languages' libraries.

    python tests/no_network.py ARGUMENTS OF kyosei-desktop
"""

import ctypes
import platform
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2  # linux/prctl.h, linux/seccomp.h
KILL_PROCESS, ALLOW = 0x80000000, 0x7FFF0000
LOAD, JUMP_IF_EQUAL, RETURN = (
    0x20,
    0x15,
    0x06,
)  # linux/bpf_common.h: BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_RET
SOCKET = {"x86_64": 41, "aarch64": 198}  # the number of the system call
AF_INET, AF_INET6, AF_PACKET = 2, 10, 17
NUMBER_AT, FIRST_ARGUMENT_AT = 0, 16  # in struct seccomp_data


class Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("k", ctypes.c_uint))


class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(Instruction)))


def forbid_network() -> None:
    """From now on the process, with its threads and children, dies of opening a socket of the network."""
    steps = [
        (LOAD, 0, 0, NUMBER_AT),
        (JUMP_IF_EQUAL, 0, 4, SOCKET[platform.machine()]),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (JUMP_IF_EQUAL, 3, 0, AF_INET),
        (JUMP_IF_EQUAL, 2, 0, AF_INET6),
        (JUMP_IF_EQUAL, 1, 0, AF_PACKET),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, KILL_PROCESS),
    ]
    instructions = (Instruction * len(steps))(*(Instruction(*one) for one in steps))
    program = Program(len(steps), instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    for arguments in (
        (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0),
    ):
        if libc.prctl(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    forbid_network()
    from kyosei_desktop.cli import main

    sys.exit(main(sys.argv[1:]))
