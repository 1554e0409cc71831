"""Runs programs one after another, round after round, and says what each took and found.

    measure.py [--records N] [--rounds N] [--truth F --scores PROGRAM] --run NAME "COMMAND {out}" ...

The first --run is what the others are compared with. CPU counts user and system time of a program and all it started;
memory is of its largest process.
"""
import argparse
import json
import os
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--records", type=int)
parser.add_argument("--rounds", type=int, default=1)
parser.add_argument("--truth")
parser.add_argument("--scores")
parser.add_argument("--run", nargs=2, action="append", required=True, metavar=("NAME", "COMMAND"))
arguments = parser.parse_args()


def measure(command, folder):
    """CPU and wall seconds, peak MiB, and what the program printed."""
    said = os.path.join(folder, "said.txt")
    talk = os.path.join(folder, "talk.txt")
    start = time.monotonic()
    with open(said, "wb") as out, open(talk, "wb") as err:
        process = subprocess.Popen(shlex.split(command), stdout=out, stderr=err)
        try:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            # Whoever stops the measuring stops what is measured.
            if process.returncode is None:
                process.kill()
    wall = time.monotonic() - start
    if process.returncode not in (0, 1):
        with open(talk, errors="replace") as text:
            sys.exit(f"{command}\nended with {process.returncode}:\n{text.read()[-2000:]}")
    peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    with open(said, errors="replace") as text:
        return used.ru_utime + used.ru_stime, wall, peak, text.read()


def stages(said):
    try:
        found = json.loads(said).get("stages", {})
    except (ValueError, AttributeError):
        return ""
    return ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found.items())


signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
results = {name: [] for name, _ in arguments.run}
notes, scores = {}, {}
with tempfile.TemporaryDirectory() as folder:
    for _ in range(arguments.rounds):
        for name, command in arguments.run:
            out = os.path.join(folder, "clusters.csv")
            cpu, wall, peak, said = measure(command.replace("{out}", out), folder)
            results[name].append((cpu, wall, peak))
            notes[name] = stages(said)
            if arguments.truth and name not in scores:
                done = subprocess.run([arguments.scores, arguments.truth, out], capture_output=True, text=True)
                scores[name] = done.stdout.strip() or done.stderr.strip()

first = statistics.median(cpu for cpu, _, _ in results[arguments.run[0][0]])
for name, rounds in results.items():
    cpus = [cpu for cpu, _, _ in rounds]
    middle = statistics.median(cpus)
    line = f"{name}: CPU {middle:.2f} s"
    if len(rounds) > 1:
        line += f" ({min(cpus):.2f} to {max(cpus):.2f}, {len(rounds)} rounds)"
    line += f", wall {statistics.median(wall for _, wall, _ in rounds):.2f} s, peak {max(p for _, _, p in rounds):.0f} MiB"
    if arguments.records:
        line += f", {middle / arguments.records * 1e6:.1f} µs CPU a record"
    if name != arguments.run[0][0]:
        line += f", {middle / first:.1f} times {arguments.run[0][0]}'s CPU"
    print(line)
    if notes[name]:
        print("  " + notes[name])
    for text in scores.get(name, "").splitlines():
        print("  " + text)
