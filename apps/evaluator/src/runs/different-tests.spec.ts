import { pretrainingConfig, type RunRecord } from '@electra-ts/pretraining';
import { differentTests } from './different-tests.js';

const phase = { first: 1, last: 10, batchSize: 4, sequenceLength: 16, content: { examples: 1, tokens: 1, fingerprint: 'a' } };

function run({ settings = {}, last = {}, tokenizerFingerprint = 'x', measured = true }: { settings?: object; last?: object; tokenizerFingerprint?: string; measured?: boolean } = {}) {
  const configuration = pretrainingConfig.parse({ data: { path: 'here' }, ...settings });
  const record = { configuration, data: { tokenizerFingerprint, phases: [{ ...phase, sequenceLength: 8, last: 2 }, { ...phase, first: 3, ...last }] } } as unknown as RunRecord;
  return { record, curve: measured ? [{ step: 10, metrics: {} }] : [] };
}

describe('differentTests', () => {
  it('is silent of a lone run, and of runs that differ by what they learn and how they are watched', () => {
    expect(differentTests([run()])).toEqual([]);
    const other = run({ settings: { data: { path: 'there' }, objective: { name: 'electra-mlm', discriminatorWeight: 20 }, evaluation: { every: 3 }, training: { learningRate: 1 } } });
    expect(differentTests([run(), other])).toEqual([]);
  });

  it.each<[string, Parameters<typeof run>[0]]>([
    ['vocabulary', { tokenizerFingerprint: 'y' }],
    ['sequence length', { last: { sequenceLength: 32 } }],
    ['data', { last: { content: { ...phase.content, fingerprint: 'b' } } }],
    ['seed', { settings: { seed: 7 } }],
    ['mask probability', { settings: { objective: { maskProbability: 0.3 } } }],
    ['what masked positions show', { settings: { objective: { maskShare: 0.8, randomShare: 0.1 } } }],
    ['masking', { settings: { data: { path: 'here', masking: 'span' } } }],
    ['number of batches', { settings: { evaluation: { batches: 9 } } }],
    ['batch size', { last: { batchSize: 8 } }],
  ])('names %s', (name, difference) => {
    expect(differentTests([run(), run(), run(difference)])).toEqual([`Held-out figures are of different tests: ${name}.`]);
  });

  it('names all of it in one sentence, of data only what does not follow from the rest', () => {
    const other = run({ tokenizerFingerprint: 'y', settings: { objective: { maskProbability: 0.3 } }, last: { content: { ...phase.content, fingerprint: 'b' } } });
    expect(differentTests([run(), other])).toEqual(['Held-out figures are of different tests: vocabulary, mask probability.']);
  });

  it('does not count what was not recorded, and runs that were not measured', () => {
    expect(differentTests([run(), run({ last: { content: undefined } }), run({ settings: { seed: 7 }, measured: false })])).toEqual([]);
    const unreadable = { ...run(), record: { ...run().record, configuration: {} } as unknown as RunRecord };
    expect(differentTests([run(), unreadable])).toEqual([]);
  });
});
