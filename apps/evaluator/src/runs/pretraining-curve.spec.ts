import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedCost, type RunRecord } from '@electra-ts/pretraining';
import { RunFolder } from '@electra-ts/training';
import { costOf, pretrainingCurve } from './pretraining-curve.js';
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

  describe('cost', () => {
    const phasesOf = ([phase]: RunRecord['data']['phases']) => [{ ...phase, last: 5 }, { ...phase, first: 6, last: 10, sequenceLength: 8, batchSize: 2 }];
    const phased = () => ({ ...record, data: { ...record.data, phases: phasesOf(record.data.phases) } });

    it('is computed from the record where the rows do not have it', () => {
      const rows = [{ type: 'step', step: 5, seconds: 1 }];
      for (const step of [3, 7]) expect(costOf(phased(), rows)(step)).toEqual(recordedCost(phased(), step));
    });

    it('is what the rows have, whatever batch the record has now', () => {
      // Four times the record's batch up to step 20, then the record's, of 64 tokens a step.
      const rows = [
        { type: 'step', step: 10, tokens: 2560, flops: 4e6 },
        { type: 'step', step: 20, tokens: 5120, flops: 8e6 },
        { type: 'evaluation', step: 20, 'generator/loss': 3 },
        { type: 'step', step: 30, tokens: 5760, flops: 9e6 },
        { type: 'evaluation', step: 30, 'generator/loss': 2 },
      ];
      expect(pretrainingCurve(record, rows).map(({ tokens, flops }) => [tokens, flops])).toEqual([[5120, 8e6], [5760, 9e6]]);
      expect(costOf(record, rows)(5)).toEqual({ tokens: 1280, flops: 2e6 });
      expect(costOf(record, rows)(15)).toEqual({ tokens: 3840, flops: 6e6 });
      expect(costOf(record, rows)(40).tokens).toBe(5760 + 10 * 64);
    });

    it('is spread between two rows as the phases have it', () => {
      const whole = recordedCost(phased(), 10);
      for (const step of [3, 7]) {
        const { tokens, flops } = costOf(phased(), [{ type: 'step', step: 10, ...whole }])(step);
        expect(tokens).toBe(recordedCost(phased(), step).tokens);
        expect(flops / recordedCost(phased(), step).flops).toBeCloseTo(1, 10);
      }
    });
  });
});
