"""Classifies texts with a saved model in PyTorch, Hugging Face's classes and fast tokenizer, from strings to probabilities, for side-by-side timing.

Protocol of joint_step.py: a step is all of the texts once. The first line has the probabilities of the last label. `--export` only writes
onnx/model.onnx into the model's folder, as transformers.js looks for it, and ends.

    pip install torch 'transformers>=4.57,<4.58'
"""

import argparse
import json
import os
import resource
import sys
import time

import torch
from transformers import AutoTokenizer, ElectraForSequenceClassification


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant", choices=["eager", "bf16"], default="eager")
    parser.add_argument("--model", required=True, help="folder of model and tokenizer")
    parser.add_argument("--texts", help="a JSON list")
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--sort", action="store_true", help="batches of texts of like length")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--export", action="store_true")
    return parser.parse_args()


def export(model, tokenizer, folder):
    path = os.path.join(folder, "onnx")
    os.makedirs(path, exist_ok=True)
    inputs = tokenizer(["a b", "c"], padding=True, return_tensors="pt")
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "tokens"} for name in names} | {"logits": {0: "batch"}}
    torch.onnx.export(
        model,
        tuple(inputs[name] for name in names),
        os.path.join(path, "model.onnx"),
        input_names=names,
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def main():
    options = arguments()
    if options.threads:
        torch.set_num_threads(options.threads)
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    model = ElectraForSequenceClassification.from_pretrained(options.model, attn_implementation="eager").eval()
    if options.export:
        return export(model, tokenizer, options.model)
    with open(options.texts, encoding="utf-8") as file:
        texts = json.load(file)
    places = list(range(len(texts)))
    if options.sort:
        places.sort(key=lambda place: len(texts[place]))

    def one_step():
        started = time.perf_counter()
        scores = [0.0] * len(texts)
        for at in range(0, len(texts), options.batch_size):
            rows = places[at : at + options.batch_size]
            inputs = tokenizer([texts[row] for row in rows], padding=True, return_tensors="pt")
            with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.variant == "bf16"):
                logits = model(**inputs).logits
            for row, score in zip(rows, logits.float().softmax(-1)[:, -1].tolist()):
                scores[row] = score
        seconds = time.perf_counter() - started
        resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return {"seconds": seconds, "residentBytes": resident}, scores

    _, scores = one_step()
    name = f"PyTorch {torch.__version__} {options.variant}"
    print(json.dumps({"name": name, "scores": scores}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(one_step()[0]), flush=True)


if __name__ == "__main__":
    main()
