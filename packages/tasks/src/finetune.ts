import type { TrainingEvent } from '@electra-ts/training';
import type { Observable } from 'rxjs';
import type { FinetuneOptions } from './finetune-options.js';
import { finetuningEvents } from './finetuning-events.js';

/**
 * Fine-tunes a model on a task, evaluating it on the development examples after each epoch. `out` then holds the best
 * evaluation's model, which `fromPretrained` of its class loads, with results.json. Until then it holds checkpoints, from
 * which `resume` goes on as if training had never stopped: the same numbers, bit for bit, on the same engine.
 *
 * The observable is cold: each subscription fine-tunes, and it completes when the folder is released. `step` events have
 * `loss` in nats, `gradientNorm`, `learningRate`, `stepSeconds` and `examplesPerSecond`; `evaluation` events the task's
 * metrics and `loss`. Resuming one that is finished says so in a warning and trains nothing.
 *
 * @throws UserError (as the observable's error) for a configuration, data or a model that cannot be used, before anything
 *   is written
 */
export function finetune(options: FinetuneOptions): Observable<TrainingEvent> {
  return finetuningEvents(options, ({ engine, from, steps, tasks: [{ recipe, labels, labelCounts, metric, examples }] }) =>
    options.onStart?.({ engine, from, steps, recipe, labels, labelCounts, metric, examples }),
  );
}
