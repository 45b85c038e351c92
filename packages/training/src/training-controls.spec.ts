import { lastValueFrom, tap, toArray } from 'rxjs';
import { runTraining } from './run-training.js';
import { TrainingControls } from './training-controls.js';

it('a subscriber has a run evaluated, saved and stopped when it likes', async () => {
  const controls = new TrainingControls();
  const events = runTraining({
    from: 0,
    steps: 100,
    step: async (n) => ({ loss: n }),
    evaluate: { every: 100, run: async () => ({ auc: 1 }) },
    save: { every: 100, run: async (n) => `at-${n}` },
    controls,
  }).pipe(
    tap((event) => {
      if (event.type !== 'step') return;
      if (event.step === 2) controls.evaluate();
      if (event.step === 4) controls.save();
      if (event.step === 6) controls.stop('enough');
    }),
    toArray(),
  );
  expect((await lastValueFrom(events)).filter(({ type }) => type !== 'step')).toEqual([
    { type: 'evaluation', step: 2, metrics: { auc: 1 } },
    { type: 'checkpoint', step: 4, folder: 'at-4' },
    { type: 'checkpoint', step: 6, folder: 'at-6' },
    { type: 'finished', step: 6, reason: 'stopped', because: 'enough' },
  ]);
});
