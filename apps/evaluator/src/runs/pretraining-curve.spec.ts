import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunRecord, stepFlops } from '@electra-ts/pretraining';
import { RunFolder } from '@electra-ts/training';
import { costAt, pretrainingCurve } from './pretraining-curve.js';
import { writePretrainingRun } from './runs.fixture.js';

describe('pretrainingCurve', () => {
  let record: RunRecord;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'curve-'));
    await writePretrainingRun(folder);
    record = (await RunFolder.inspect(folder)).config as RunRecord;
    rmSync(folder, { recursive: true });
  });

  it('takes the clock from the logged steps, between them too', () => {
    const rows = [
      { type: 'step', step: 10, seconds: 30 },
      { type: 'evaluation', step: 15, loss: 2 },
      { type: 'step', step: 20, seconds: 50 },
      { type: 'warning', step: 20, message: 'x' },
      { type: 'evaluation', step: 20, loss: 1 },
    ];
    const curve = pretrainingCurve(record, rows);
    expect(curve.map(({ step, seconds, metrics }) => [step, seconds, metrics['loss']])).toEqual([[15, 40, 2], [20, 50, 1]]);
    expect(pretrainingCurve(record, rows.slice(1, 2))[0]).not.toHaveProperty('seconds');
  });

  it('counts tokens and operations phase by phase', () => {
    const [phase] = record.data.phases;
    const phases = [{ ...phase, last: 5 }, { ...phase, first: 6, last: 10, sequenceLength: 8, batchSize: 2 }];
    const phased = { ...record, data: { ...record.data, phases } };
    const { maskProbability } = record.configuration.objective;
    const flops = (n: number) => stepFlops(record.networks, { ...phases[n], maskProbability }, record.configuration.objective);
    expect(costAt(phased, 3)).toEqual({ tokens: 3 * 64, flops: 3 * flops(0) });
    expect(costAt(phased, 7)).toEqual({ tokens: 5 * 64 + 2 * 16, flops: 5 * flops(0) + 2 * flops(1) });
  });
});
