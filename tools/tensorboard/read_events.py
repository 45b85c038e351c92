"""Reads a run's TensorBoard files with TensorBoard itself and compares them with its metrics.jsonl.

    pip install tensorboard
    python tools/tensorboard/read_events.py RUN

Prints how many numbers were compared; exits with 1 where one is missing or differs by more than single precision.
"""
import json
import sys
from pathlib import Path

import tensorboard
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

run = Path(sys.argv[1])
events = EventAccumulator(str(run / "tensorboard"), size_guidance={"scalars": 0})
events.Reload()
seen = {tag: {e.step: e.value for e in events.Scalars(tag)} for tag in events.Tags()["scalars"]}

compared = wrong = 0
for line in (run / "metrics.jsonl").read_text().splitlines():
    row = json.loads(line)
    step, kind = row.pop("step"), row.pop("type")
    prefix = "train/" if kind == "step" else ""
    for name, value in row.items():
        if isinstance(value, (int, float)):
            found = seen.get(prefix + name, {}).get(step)
            compared += 1
            if found is None or abs(found - value) > 1e-6 * max(1.0, abs(value)):
                wrong += 1
                print(f"{prefix}{name} at step {step}: expected {value}, TensorBoard has {found}")
print(f"tensorboard {tensorboard.__version__}: {compared} numbers under {len(seen)} tags compared, {wrong} wrong")
sys.exit(1 if wrong or not compared else 0)
