"""Reads what benches said, run after run, and says each line once with the medians of its numbers."""

import re
import sys
from statistics import median_high

NUMBER = re.compile(r"\d+(?:\.\d+)?")
LINE = re.compile(r"^( *\S.*?) {2,}(\S.*?)(?: {3}to reach: (.*))?$")

# A line is known by what it is about. An indented one is of the last before it that was not.
figures = {}
about = ""
for line in sys.stdin:
    found = LINE.match(line.rstrip())
    if not found:
        continue
    what, measured, target = found.groups()
    if not what.startswith(" "):
        about = what
    figures.setdefault((about, what, target), []).append(measured)

for (_, what, target), said in figures.items():
    numbers = [NUMBER.findall(one) for one in said]
    middle = said[0]
    if len({len(found) for found in numbers}) == 1:
        middles = iter([f"{median_high(map(float, column)):g}" for column in zip(*numbers)])
        middle = NUMBER.sub(lambda _: next(middles), middle)
    print(f"{what:<50} {middle:>36}" + (f"   to reach: {target}" if target else ""))
