"""Encodes the lines of .txt files with `datasets` (map, two processes) and `tokenizers`, for `electra-bench data --peers datasets`.

It does no more than that: lines to Arrow files of token ids, no examples. Prints one JSON line.

    pip install datasets tokenizers
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time

# Each process of `map` encodes on its own core, and nothing is to be asked of a hub.
os.environ.update(TOKENIZERS_PARALLELISM="false", HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")

import datasets
import tokenizers

from text_files import processor_seconds, text_files


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokenizer", required=True, help="a folder with tokenizer.json")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("input", nargs="+", help="folders or files of .txt")
    args = parser.parse_args()
    datasets.disable_progress_bars()
    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(args.tokenizer, "tokenizer.json"))

    def encode(batch):
        encodings = tokenizer.encode_batch_fast(batch["text"], add_special_tokens=False)
        return {"input_ids": [encoding.ids for encoding in encodings], "length": [len(encoding) for encoding in encodings]}

    files = list(text_files(args.input))
    if not files:
        sys.exit("there is no text")
    with tempfile.TemporaryDirectory() as folder:
        started, used = time.perf_counter(), processor_seconds()
        lines = datasets.load_dataset("text", data_files=files, split="train", cache_dir=folder)
        encoded = lines.map(encode, batched=True, num_proc=args.processes, remove_columns=["text"])
        seconds, used = time.perf_counter() - started, processor_seconds() - used
        tokens = sum(encoded.with_format("numpy")["length"][:].tolist())
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * 1024
    print(json.dumps({"version": datasets.__version__, "seconds": seconds, "processorSeconds": used, "tokens": tokens, "residentBytes": peak, "share": 1}))


main()
