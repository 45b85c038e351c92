import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Tokenizer } from '@electra-ts/tokenizer';
import { tidy, zerosLike } from '@tensorflow/tfjs-core';
import { assertRunFits } from './refuse-scarce-memory.js';
import { closeParts, flopsOf, openParts, recordOf, trainingParts } from './run-parts.js';
import { disposeRunState, newRunState } from './run-state.js';
import { SmallRun, vocabulary } from './small-run.fixture.js';

describe('openParts', () => {
  let small: SmallRun;
  beforeAll(async () => {
    small = await SmallRun.create();
  });
  afterAll(() => small.remove());

  it('opens each phase; what is measured is what training ends with', async () => {
    const parts = await openParts(small.options({}, small.phases));
    expect(parts.phases.map(({ first, last, train }) => [first, last, train.sequenceLength])).toEqual([[1, 10, 8], [11, 40, 16]]);
    const record = recordOf(parts);
    expect(record.data.phases.map(({ sequenceLength }) => sequenceLength)).toEqual([8, 16]);
    // The tenth step is the last of the short phase.
    expect(flopsOf(parts, 10)).toBeLessThan(flopsOf(parts, 11));
    expect((10 * flopsOf(parts, 10) + 30 * flopsOf(parts, 40)) / 40).toBeCloseTo(record.flopsPerStep, 0);
    const state = newRunState(parts.networks, parts.config);
    const { heldOut } = trainingParts(parts, state);
    expect(await heldOut.run()).toMatchObject({ 'generator/accuracy': expect.any(Number), 'fixed/auc': expect.any(Number) });
    disposeRunState(state);
    await closeParts(parts);
  });

  it('leaves batches that no memory holds to who would make them, of a phase, too', async () => {
    const refusal = /does not fit into the memory of this machine.*batch of 100,000,000,000 examples of 16 tokens/;
    const phases = small.phases.phases.map((phase, i) => ({ ...phase, ...(i === 1 && { batchSize: 1e11 }) }));
    for (const options of [small.options({ batchSize: 1e11 }), small.options({}, { phases })]) {
      const parts = await openParts(options);
      expect(() => assertRunFits(parts)).toThrow(refusal);
      await closeParts(parts);
    }
  });

  it('records the name of losses of somebody\'s own', async () => {
    const losses = function twice() {
      throw new Error('not called');
    };
    const parts = await openParts({ ...small.options(), losses });
    expect(recordOf(parts).losses).toBe('twice');
    await closeParts(parts);
  });

  it('measures averaged weights beside the others, where there are some', async () => {
    const parts = await openParts(small.options({ ema: 0.9 }));
    const state = newRunState(parts.networks, parts.config);
    const { heldOut } = trainingParts(parts, state);
    const groups = (metrics: Record<string, number>) => {
      const own = Object.entries(metrics).filter(([name]) => !name.startsWith('ema/'));
      const averaged = Object.entries(metrics).filter(([name]) => name.startsWith('ema/'));
      return [Object.fromEntries(own), Object.fromEntries(averaged.map(([name, value]) => [name.slice('ema/'.length), value]))];
    };
    // At the beginning the averages are the weights.
    const [own, averaged] = groups(await heldOut.run());
    expect(averaged).toEqual(own);
    for (const average of Object.values(state.averages ?? {})) tidy(() => average.assign(zerosLike(average)));
    const [ownLater, zeros] = groups(await heldOut.run());
    expect(ownLater).toEqual(own);
    // Networks of zeros find all tokens alike: ln 8, the vocabulary's size, and ln 2.
    expect(zeros['generator/loss']).toBeCloseTo(Math.log(8), 5);
    expect(zeros['fixed/loss']).toBeCloseTo(Math.log(2), 5);
    disposeRunState(state);
    await closeParts(parts);
  });

  it('ends a download, and opens nothing, where it is called off', async () => {
    await expect(openParts({ ...small.options(), signal: AbortSignal.abort(new Error('at once')) })).rejects.toThrow('at once');
    const stop = new AbortController();
    // A hub that never answers.
    const server = createServer(() => stop.abort(new Error('called off'))).listen(0);
    await once(server, 'listening');
    const { HF_ENDPOINT } = process.env;
    process.env['HF_ENDPOINT'] = `http://localhost:${(server.address() as AddressInfo).port}`;
    try {
      await expect(openParts({ ...small.options(), from: 'owner/model', signal: stop.signal })).rejects.toThrow('called off');
    } finally {
      if (HF_ENDPOINT === undefined) delete process.env['HF_ENDPOINT'];
      else process.env['HF_ENDPOINT'] = HF_ENDPOINT;
      server.closeAllConnections();
      server.close();
    }
  });

  it('says what is wrong before anything is opened for good', async () => {
    await expect(openParts(small.options({}, { path: small.at('absent') }))).rejects.toThrow(/absent/);
    await expect(openParts({ ...small.options(), tokenizer: small.at('data') })).rejects.toThrow(/tokenizer/);
    const other = Tokenizer.fromVocabulary([...vocabulary, 'd']);
    await other.save(small.at('other-tokenizer'));
    await expect(openParts({ ...small.options(), tokenizer: small.at('other-tokenizer') })).rejects.toThrow(/tokenizer/);
  });
});
