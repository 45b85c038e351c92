"""The joint ELECTRA pre-training step in PyTorch with Hugging Face modules, for side-by-side timing.

It is written to be fast: generator logits at the masked positions only, scaled-dot-product attention, the
exponential trick for sampling, a fused AdamW. `electra-bench step --peers` starts one process a variant, and asks
for one step at a time, so that its own steps and the peers' alternate.

Protocol: one JSON line on standard output when ready; then one for each line read on standard input.

    pip install torch transformers
"""

import argparse
import json
import resource
import sys
import time

import torch
import torch.nn.functional as F
from transformers import ElectraConfig, ElectraForMaskedLM, ElectraForPreTraining


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant", choices=["eager", "compile", "bf16", "bf16-compile"], default="eager")
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--sequence-length", type=int, default=128)
    parser.add_argument("--max-predictions", type=int, default=19)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--discriminator", required=True, help="JSON of a Hugging Face ElectraConfig")
    parser.add_argument("--generator", required=True, help="JSON of a Hugging Face ElectraConfig")
    return parser.parse_args()


class Joint(torch.nn.Module):
    """Generator and discriminator that share the whole embedding scope."""

    def __init__(self, discriminator, generator):
        super().__init__()
        self.discriminator = ElectraForPreTraining(discriminator)
        self.generator = ElectraForMaskedLM(generator)
        self.generator.electra.embeddings = self.discriminator.electra.embeddings

    def forward(self, masked_ids, attention_mask, positions, labels):
        batch, length = masked_ids.shape
        hidden = self.generator.electra(masked_ids, attention_mask=attention_mask).last_hidden_state
        predictions = self.generator.generator_predictions(hidden.reshape(batch * length, -1)[positions])
        table = self.discriminator.electra.embeddings.word_embeddings.weight
        logits = F.linear(predictions, table, self.generator.generator_lm_head.bias)
        mlm = F.cross_entropy(logits.float(), labels)
        with torch.no_grad():
            probabilities = logits.detach().float().softmax(-1)
            sampled = (probabilities / torch.empty_like(probabilities).exponential_()).argmax(-1)
            corrupted = masked_ids.reshape(-1).clone()
            corrupted[positions] = sampled
            replaced = torch.zeros(batch * length)
            replaced[positions] = (sampled != labels).float()
        scores = self.discriminator(corrupted.reshape(batch, length), attention_mask=attention_mask).logits
        weights = attention_mask.reshape(-1).float()
        losses = F.binary_cross_entropy_with_logits(scores.reshape(-1).float(), replaced, reduction="none")
        rtd = (losses * weights).sum() / weights.sum()
        return mlm + 50.0 * rtd, mlm, rtd


def main():
    options = arguments()
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    discriminator = ElectraConfig(**json.loads(options.discriminator))
    generator = ElectraConfig(**json.loads(options.generator))
    model = Joint(discriminator, generator).train()
    decayed = [p for n, p in model.named_parameters() if not (n.endswith("bias") or "LayerNorm" in n)]
    others = [p for n, p in model.named_parameters() if n.endswith("bias") or "LayerNorm" in n]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=5e-4, eps=1e-6, fused=True)
    step = torch.compile(model) if options.variant.endswith("compile") else model
    bf16 = options.variant.startswith("bf16")

    batch, length, count = options.batch_size, options.sequence_length, options.max_predictions

    def one_step():
        ids = torch.randint(1000, discriminator.vocab_size, (batch, length))
        columns = torch.stack([torch.randperm(length)[:count] for _ in range(batch)])
        positions = (columns + torch.arange(batch)[:, None] * length).reshape(-1)
        labels = ids.reshape(-1)[positions]
        masked = ids.reshape(-1).clone()
        masked[positions] = 103
        started = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            loss, mlm, rtd = step(masked.reshape(batch, length), torch.ones(batch, length), positions, labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        seconds = time.perf_counter() - started
        resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return {"seconds": seconds, "loss": loss.item(), "generatorLoss": mlm.item(),
                "discriminatorLoss": rtd.item(), "residentBytes": resident}

    one_step()  # compilation and first allocations are not what is measured
    print(json.dumps({"ready": True, "torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(one_step()), flush=True)


if __name__ == "__main__":
    main()
