"""Builds ELECTRA's pre-training examples in plain Python, for `electra-bench data --peers reference`.

The algorithm of google-research/electra's build_pretraining_dataset.py and of BERT's tokenizer, written anew from their
rules: lines are cleaned, split at white space and punctuation and cut greedily into pieces of a vocabulary; sentences are
collected to a target length and become one or two segments; rows are padded and written. It needs no package. It reads
about `--bytes` of the text, as it would take minutes for all of it, and says what share that is. Prints one JSON line.
"""

import argparse
import json
import os
import platform
import random
import resource
import struct
import sys
import tempfile
import time
import unicodedata

from text_files import processor_seconds, text_files

LONGEST_WORD = 100
CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


def is_punctuation(character):
    code = ord(character)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(character).startswith("P")


def clean(text):
    kept = []
    for character in text:
        code = ord(character)
        if character in " \t\n\r" or unicodedata.category(character) == "Zs":
            kept.append(" ")
        elif code in (0, 0xFFFD) or unicodedata.category(character).startswith("C"):
            continue
        elif any(first <= code <= last for first, last in CJK):
            kept.extend((" ", character, " "))
        else:
            kept.append(character)
    return "".join(kept)


def words(text, lowercase):
    for word in clean(text).split():
        if lowercase:
            word = unicodedata.normalize("NFD", word.lower())
            word = "".join(character for character in word if unicodedata.category(character) != "Mn")
        current = []
        for character in word:
            if is_punctuation(character):
                if current:
                    yield "".join(current)
                    current = []
                yield character
            else:
                current.append(character)
        if current:
            yield "".join(current)


def pieces(word, vocabulary, unknown):
    if len(word) > LONGEST_WORD:
        return [unknown]
    found, start = [], 0
    while start < len(word):
        end = len(word)
        while start < end:
            piece = word[start:end] if start == 0 else "##" + word[start:end]
            if piece in vocabulary:
                break
            end -= 1
        if start == end:
            return [unknown]
        found.append(vocabulary[piece])
        start = end
    return found


class Builder:
    def __init__(self, vocabulary, length):
        self.vocabulary, self.length = vocabulary, length
        self.sentences, self.collected, self.target = [], 0, length

    def add_line(self, ids):
        """Adds a sentence (none ends the document) and returns an example where one is due."""
        if ids:
            self.sentences.append(ids)
            self.collected += len(ids)
        if self.sentences and (not ids or self.collected >= self.target):
            return self.create()
        return None

    def create(self):
        first_target = 100_000 if random.random() < 0.1 else (self.target - 3) // 2
        first, second = [], []
        for sentence in self.sentences:
            joins = not first or len(first) + len(sentence) < first_target
            if joins or (not second and len(first) < first_target and random.random() < 0.5):
                first += sentence
            else:
                second += sentence
        first = first[: self.length - 2]
        second = second[: max(0, self.length - len(first) - 3)]
        self.sentences, self.collected = [], 0
        self.target = random.randint(5, self.length) if random.random() < 0.05 else self.length
        cls, sep = self.vocabulary["[CLS]"], self.vocabulary["[SEP]"]
        ids = [cls, *first, sep]
        types = [0] * len(ids)
        if second:
            ids += [*second, sep]
            types += [1] * (len(second) + 1)
        return ids, types


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokenizer", required=True, help="a folder with vocab.txt")
    parser.add_argument("--bytes", type=int, default=4_000_000, help="read about so much of the text")
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("input", nargs="+", help="folders or files of .txt")
    args = parser.parse_args()
    with open(os.path.join(args.tokenizer, "vocab.txt"), encoding="utf-8") as file:
        vocabulary = {line.rstrip("\n"): number for number, line in enumerate(file)}
    config = os.path.join(args.tokenizer, "tokenizer_config.json")
    lowercase = not os.path.exists(config) or json.load(open(config, encoding="utf-8")).get("do_lower_case", True)
    random.seed(1)
    files = list(text_files(args.input))
    total = sum(os.path.getsize(path) for path in files)
    tokens = size = 0
    started, used = time.perf_counter(), processor_seconds()
    with tempfile.TemporaryFile() as out:

        def write(example):
            nonlocal tokens
            if example is None:
                return
            ids, types = example
            tokens += len(ids)
            padding = [0] * (args.length - len(ids))
            row = [*ids, *padding, *([1] * len(ids)), *padding, *types, *padding]
            out.write(struct.pack(f"<{len(row)}q", *row))

        for path in files:
            if size >= args.bytes:
                break
            size += os.path.getsize(path)
            builder = Builder(vocabulary, args.length)
            with open(path, encoding="utf-8") as file:
                for line in file:
                    ids = [id for word in words(line, lowercase) for id in pieces(word, vocabulary, vocabulary["[UNK]"])]
                    if ids:
                        write(builder.add_line(ids))
            write(builder.add_line([]))
    seconds, used = time.perf_counter() - started, processor_seconds() - used
    if tokens == 0:
        sys.exit("there is no text")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    version = f"in Python {platform.python_version()}"
    print(json.dumps({"version": version, "seconds": seconds, "processorSeconds": used, "tokens": tokens, "residentBytes": peak, "share": size / total}))


main()
