"""The long proof: what a stranger, a poisoned sheet and a day in the browser do to real processes.

    .venv/bin/python -m benchmarks.attack messages [--count 50000] [--seed 1]
    .venv/bin/python -m benchmarks.attack files    [--count 1000]  [--seed 1]
    .venv/bin/python -m benchmarks.attack pages    [--count 20000] [--seed 1]

Each prints what came of it, how fast, and how much memory the attacked processes held at each tenth of the
way. It fails where a server answered 500, or wrote what it must not.
"""

import argparse
import importlib
import json
import os
import tempfile
import time
from random import Random

import django

USUAL = {"messages": 50_000, "files": 1_000, "pages": 20_000}


def main() -> None:
    """Run one attack and print its figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("attack", choices=USUAL)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    count = options.count or USUAL[options.attack]
    with tempfile.TemporaryDirectory() as name:
        # For the makers of the tests; what is attacked has settings and a folder of its own.
        os.environ |= {"DAPODIK_DATA": name, "DJANGO_SETTINGS_MODULE": "dapodik.settings.test"}
        django.setup()
        module, began = importlib.import_module(f".{options.attack}", __package__), time.monotonic()
        figures = module.attack(count, Random(options.seed))
    seconds = round(time.monotonic() - began)
    print(json.dumps({"count": count, "seed": options.seed, "seconds": seconds, **figures}, indent=1))


if __name__ == "__main__":
    main()
