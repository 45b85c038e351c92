import { electraConfig } from '@electra-ts/nn';
import { assertSameFinetuning, type FinetuningRecord, type TaskRecord } from './finetuning-record.js';
import { finetuningConfig } from './finetuning-config.js';
import { defaultRecipe } from './recipe.js';
import { taskFile } from './task-file.js';

const { checkpoint, engine, log } = finetuningConfig.parse({});
const task = taskFile.parse({ name: 'opinions', kind: 'classification' });
const record: FinetuningRecord = {
  kind: 'fine-tuning',
  packageVersion: '1.2.3',
  task,
  initialize: 'pretrained',
  seed: 1,
  training: defaultRecipe,
  labels: ['no', 'yes'],
  model: { path: 'a', network: electraConfig({ vocabSize: 9 }), encoder: 'e1' },
  tokenizer: 't1',
  data: { path: 'd', train: 'x', dev: 'y' },
  configuration: { checkpoint, engine, log },
  engine: 'engine cpu',
  arithmetic: { engine: 'cpu', precision: 'float32', threads: 1 },
};
const stored = JSON.parse(JSON.stringify(record));

describe('assertSameFinetuning', () => {
  it('accepts the same elsewhere, watched otherwise', () => {
    const moved = { ...record, packageVersion: '2', model: { ...record.model, path: 'b' }, data: { ...record.data, path: 'e' }, engine: 'engine wasm', arithmetic: { engine: 'wasm', precision: 'float32', threads: 1 } };
    expect(assertSameFinetuning(stored, { ...moved, configuration: { checkpoint: { every: 1, keep: 1 }, engine, log } }, 'out')).toEqual([]);
  });

  it('lists what differs, and goes on with it by force', () => {
    const other = { ...record, seed: 2, model: { ...record.model, encoder: 'e2' } };
    const differences = /seed was 1 and is 2; model\.encoder was "e1" and is "e2"/;
    expect(() => assertSameFinetuning(stored, other, 'out')).toThrow(differences);
    expect(assertSameFinetuning(stored, other, 'out', true).join('; ')).toMatch(differences);
  });

  it('compares several tasks by their places', () => {
    const { training, labels, data, ...others } = record as FinetuningRecord & TaskRecord;
    const rest = { ...others, task: undefined };
    const ofTask = (name: string, more: Partial<TaskRecord> = {}): TaskRecord => ({ task: { ...task, name }, training, labels, data, ...more });
    const told = (...tasks: TaskRecord[]): FinetuningRecord => ({ ...rest, tasks, mixing: 'proportional' });
    const before = JSON.parse(JSON.stringify(told(ofTask('a'), ofTask('b'))));
    expect(assertSameFinetuning(before, told(ofTask('a'), ofTask('b', { data: { ...data, path: 'moved' } })), 'out')).toEqual([]);
    expect(assertSameFinetuning(before, { ...told(ofTask('a'), ofTask('b')), mixing: 'annealed' } as FinetuningRecord, 'out', true)).toEqual(['mixing was "proportional" and is "annealed"']);
    expect(() => assertSameFinetuning(before, told(ofTask('a'), ofTask('b', { labels: ['x'] })), 'out', true)).toThrow(/cannot go on.*tasks\.1\.labels/);
    const wrong: [FinetuningRecord, string][] = [[told(ofTask('b'), ofTask('a')), 'the tasks b, a'], [told(ofTask('a')), 'the tasks a'], [record, 'one task']];
    for (const [other, received] of wrong) {
      expect(() => assertSameFinetuning(before, other, 'out', true)).toThrow(`is of other tasks: expected the tasks a, b, received ${received}. Resume`);
    }
    expect(() => assertSameFinetuning(stored, told(ofTask('a')), 'out', true)).toThrow(/expected a fine-tuning of one task, opinions, received the tasks a\./);
  });

  it('never goes on with other parameters', () => {
    for (const other of [
      { ...record, labels: ['no', 'yes', 'perhaps'] },
      { ...record, tokenizer: 't2' },
      { ...record, model: { ...record.model, network: electraConfig({ vocabSize: 10 }) } },
      { ...record, training: { ...defaultRecipe, head: 'pooled' as const } },
    ]) {
      expect(() => assertSameFinetuning(stored, other, 'out', true)).toThrow(/cannot go on/);
    }
    expect(() => assertSameFinetuning({ kind: 'pretraining' }, record, 'out', true)).toThrow(/is not a fine-tuning: received pretraining|received pretraining/);
  });
});
