"""Reads .txt files and encodes their lines with Python's `tokenizers`, for `electra-bench data --peers tokenizers`.

It does no more than that: no examples, no shards. Prints one JSON line.

    pip install tokenizers
"""

import argparse
import json
import os
import resource
import sys
import time

import tokenizers

from text_files import processor_seconds, text_files

# Characters encoded at a time, as `prepare` does.
GROUP = 1 << 18


def groups(paths):
    lines, size = [], 0
    for path in text_files(paths):
        with open(path, encoding="utf-8") as file:
            for line in file:
                line = line.strip()
                if line:
                    lines.append(line)
                    size += len(line)
                if size >= GROUP:
                    yield lines
                    lines, size = [], 0
    if lines:
        yield lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokenizer", required=True, help="a folder with tokenizer.json")
    parser.add_argument("input", nargs="+", help="folders or files of .txt")
    args = parser.parse_args()
    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(args.tokenizer, "tokenizer.json"))
    started, used = time.perf_counter(), processor_seconds()
    tokens = 0
    for lines in groups(args.input):
        tokens += sum(len(each) for each in tokenizer.encode_batch_fast(lines, add_special_tokens=False))
    seconds, used = time.perf_counter() - started, processor_seconds() - used
    if tokens == 0:
        sys.exit("there is no text")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"version": tokenizers.__version__, "seconds": seconds, "processorSeconds": used, "tokens": tokens, "residentBytes": peak, "share": 1}))


main()
