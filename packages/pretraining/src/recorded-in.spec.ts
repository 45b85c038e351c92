import { UserError } from '@electra-ts/config';
import type { MetricsRow, TrainingEvent } from '@electra-ts/training';
import { from, lastValueFrom, materialize, toArray } from 'rxjs';
import { recordedIn } from './recorded-in.js';

describe('recordedIn', () => {
  const step = (n: number): TrainingEvent => ({ type: 'step', step: n, metrics: { loss: 1 / n } });
  const saved: TrainingEvent = { type: 'checkpoint', step: 3, folder: 'checkpoint-000003' };
  const finished: TrainingEvent = { type: 'finished', step: 3, reason: 'completed' };
  const events = [step(1), step(2), step(3), saved, finished];

  /** What comes of the events where rows from `failsFrom` on cannot be appended. */
  const recorded = async (failsFrom: { readonly metrics?: number; readonly tensorBoard?: number }) => {
    const written: MetricsRow[] = [];
    const shown: number[] = [];
    const disk = (limit = Infinity, into: (row: MetricsRow) => unknown) => async (row: MetricsRow) => {
      if (row.step >= limit) throw new Error(`step ${row.step} does not fit`);
      into(row);
    };
    const unwritable = new AbortController();
    const run = { appendMetrics: disk(failsFrom.metrics, (row) => written.push(row)) };
    const tensorBoard = { append: disk(failsFrom.tensorBoard, (row) => shown.push(row.step)) };
    const told = await lastValueFrom(from(events).pipe(recordedIn({ run, tensorBoard, unwritable }), materialize(), toArray()));
    return { written: written.map((row) => row.step), shown, told, isStopped: unwritable.signal.aborted };
  };
  const values = (told: Awaited<ReturnType<typeof recorded>>['told']) => told.flatMap((each) => (each.kind === 'N' ? [each.value] : []));

  it('writes rows of what is measured and lets all events through', async () => {
    const { written, shown, told, isStopped } = await recorded({});
    expect({ written, shown, isStopped }).toEqual({ written: [1, 2, 3], shown: [1, 2, 3], isStopped: false });
    expect(values(told)).toEqual(events);
  });

  it('warns once where TensorBoard cannot be written, and goes on without it', async () => {
    const { written, shown, told, isStopped } = await recorded({ tensorBoard: 2 });
    // The warning's row is behind those that were in the queue.
    expect({ written, shown, isStopped }).toEqual({ written: [1, 2, 3, 2], shown: [1], isStopped: false });
    const warning = { type: 'warning', step: 2, message: expect.stringMatching(/TensorBoard.*not written any more.*step 2 does not fit/) };
    expect(values(told)).toEqual([step(1), warning, step(2), step(3), saved, finished]);
  });

  it('stops a run whose metrics cannot be written, and fails in place of its end', async () => {
    const { written, told, isStopped } = await recorded({ metrics: 2 });
    expect({ written, isStopped }).toEqual({ written: [1], isStopped: true });
    expect(values(told)).toEqual([step(1), step(2), step(3), saved]);
    const end = told.at(-1);
    const error: unknown = end?.kind === 'E' ? end.error : undefined;
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ exitStatus: 1, message: expect.stringMatching(/saved and ended at step 3.*step 2 does not fit.*--resume/) });
  });
});
