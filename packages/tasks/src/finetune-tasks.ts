import type { TrainingEvent } from '@electra-ts/training';
import type { Observable } from 'rxjs';
import type { FinetuneTasksOptions } from './finetune-options.js';
import { finetuningEvents } from './finetuning-events.js';

/**
 * Fine-tunes one model on several tasks of any kinds: they share the encoder, and each has a head of its own. Each step
 * computes a batch of one task, drawn as `training.mixing` says (`taskMixing`): a pure function of seed and step. An epoch has
 * as many steps as the tasks' own epochs together, and after each all tasks are evaluated on their development examples.
 *
 * `out` then holds the evaluation with the best mean of the tasks' metrics (`meanQuality`): a folder for each task, of its
 * name, which is a fine-tuned model as `finetune` leaves it, and `tasks.json` (`readMultitaskResults`). The encoder is the same in all.
 * Until then it holds checkpoints, from which `resume` goes on bit for bit on the same engine.
 *
 * Events are those of `finetune`. Those of steps have also `task`, the place of the step's task among `tasks`; metrics of
 * evaluations are named `task/metric`, and `mean` is theirs.
 *
 * @throws UserError (as the observable's error) for tasks that cannot be trained together (`checkTasks`), a configuration,
 *   data or a model that cannot be used, before anything is written
 */
export function finetuneTasks(options: FinetuneTasksOptions): Observable<TrainingEvent> {
  return finetuningEvents(options, (start) => options.onStart?.(start));
}
