#!/usr/bin/env python3
"""Run a command of the project, in the project's own environment and nowhere else."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bootstrap import main

if __name__ == "__main__":
    main(sys.argv)
