"""A classifier on ELECTRA in PyTorch with Hugging Face's class, a fine-tuning step or inference, for side-by-side timing.

Protocol and meaning of the variants are those of joint_step.py; `--inference` computes logits only.

    pip install torch transformers
"""

import argparse
import contextlib
import json
import resource
import sys
import time

import torch
from transformers import ElectraConfig, ElectraForSequenceClassification


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant", choices=["eager", "compile", "bf16", "bf16-compile"], default="eager")
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--sequence-length", type=int, default=128)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--inference", action="store_true")
    parser.add_argument("--discriminator", required=True, help="JSON of a Hugging Face ElectraConfig")
    return parser.parse_args()


def parameter_groups(model, layers, rate=1e-4, decay=0.8, weight_decay=0.01):
    """Layer-wise rates as in the reference: the head at the full rate, each layer below at 0.8 of the one above it."""
    groups = {}
    for name, parameter in model.named_parameters():
        if name.startswith("classifier"):
            depth = layers + 1
        elif ".layer." in name:
            depth = int(name.split(".layer.")[1].split(".")[0]) + 1
        else:
            depth = 0
        plain = name.endswith("bias") or "LayerNorm" in name
        groups.setdefault((depth, plain), []).append(parameter)
    return [
        {"params": params, "lr": rate * decay ** (layers + 1 - depth), "weight_decay": 0.0 if plain else weight_decay}
        for (depth, plain), params in groups.items()
    ]


def main():
    options = arguments()
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    config = ElectraConfig(**json.loads(options.discriminator), num_labels=2)
    model = ElectraForSequenceClassification(config)
    model.train(not options.inference)
    optimizer = None
    if not options.inference:
        optimizer = torch.optim.AdamW(parameter_groups(model, config.num_hidden_layers), eps=1e-6, fused=True)
    step = torch.compile(model) if options.variant.endswith("compile") else model
    bf16 = options.variant.startswith("bf16")
    batch, length = options.batch_size, options.sequence_length

    def one_step():
        ids = torch.randint(1000, config.vocab_size, (batch, length))
        mask = torch.ones(batch, length)
        labels = torch.arange(batch) % 2
        started = time.perf_counter()
        with torch.inference_mode() if options.inference else contextlib.nullcontext():
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
                result = step(input_ids=ids, attention_mask=mask, labels=None if options.inference else labels)
            if options.inference:
                result.logits.float().numpy()
            else:
                optimizer.zero_grad(set_to_none=True)
                result.loss.backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
        seconds = time.perf_counter() - started
        resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        loss = 0.0 if options.inference else result.loss.item()
        return {"seconds": seconds, "loss": loss, "residentBytes": resident}

    one_step()  # compilation and first allocations are not what is measured
    print(json.dumps({"ready": True, "torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(one_step()), flush=True)


if __name__ == "__main__":
    main()
