"""What the peers of `electra-bench data` share: the .txt files that they read, and the time that they take."""

import os
import sys


def text_files(paths):
    """Files below folders, sorted, and files as they are named."""
    for path in paths:
        if os.path.isdir(path):
            for folder, _, names in sorted(os.walk(path)):
                yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".txt"))
        elif path.endswith(".txt"):
            yield path
        else:
            sys.exit(f"{path} is neither a folder nor a .txt file")


def processor_seconds():
    """Processor time so far, of this process, all its threads and those of its processes that have ended."""
    return sum(os.times()[:4])
