import { type PretrainingConfig, pretrainingConfig, type RunRecord } from '@electra-ts/pretraining';
import type { PretrainingRun } from './read-runs.js';

/** What a run is measured on, as far as its record tells. */
interface TestOf {
  readonly data: RunRecord['data'];
  /** The phase that training ends with is measured. */
  readonly last: RunRecord['data']['phases'][number] | undefined;
  /** Undefined where this version cannot read it. */
  readonly configuration: PretrainingConfig | undefined;
}

/** What decides which examples are held out, what is masked in them and by what it is replaced. */
const parts: Readonly<Record<string, (test: TestOf) => unknown>> = {
  vocabulary: ({ data }) => data.tokenizerFingerprint,
  'sequence length': ({ last }) => last?.sequenceLength,
  data: ({ last }) => last?.content?.fingerprint,
  seed: ({ configuration }) => configuration?.seed,
  'mask probability': ({ configuration }) => configuration?.objective.maskProbability,
  'what masked positions show': ({ configuration }) => configuration && [configuration.objective.maskShare, configuration.objective.randomShare],
  masking: ({ configuration }) => configuration?.data.masking,
  'number of batches': ({ configuration }) => configuration?.evaluation.batches,
  'batch size': ({ last }) => last?.batchSize,
};

/**
 * One sentence that names by what the held-out texts of runs and their masks differ, so that figures side by side are not of the same
 * test; none where they are the same. What an older version did not record is not counted.
 */
export function differentTests(runs: readonly Pick<PretrainingRun, 'record' | 'curve'>[]): readonly string[] {
  const tests = runs.filter(({ curve }) => curve.length > 0).map(({ record: { data, configuration } }): TestOf => {
    // Settings that are newer than a record were what they are by default.
    return { data, last: data.phases.at(-1), configuration: pretrainingConfig.safeParse(configuration).data };
  });
  const names = Object.keys(parts).filter((name) => new Set(tests.map(parts[name]).filter((value) => value !== undefined).map((value) => JSON.stringify(value))).size > 1);
  // Shards of another vocabulary or length are always others.
  const told = names.filter((name) => name !== 'data' || !(names.includes('vocabulary') || names.includes('sequence length')));
  return told.length === 0 ? [] : [`Held-out figures are of different tests: ${told.join(', ')}.`];
}
