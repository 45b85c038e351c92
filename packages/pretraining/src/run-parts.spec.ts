import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { prepare } from '@electra-ts/data';
import { Tokenizer } from '@electra-ts/tokenizer';
import { tidy, zerosLike } from '@tensorflow/tfjs-core';
import { assertRunFits } from './refuse-scarce-memory.js';
import { closeParts, openParts, recordOf, stepCost, trainingParts } from './run-parts.js';
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
    const [short, long] = [stepCost(parts, 10), stepCost(parts, 11)];
    expect([short.tokens, long.tokens, stepCost(parts, 40)]).toEqual([4 * 8, 4 * 16, long]);
    expect(short.flops).toBeLessThan(long.flops);
    expect((10 * short.flops + 30 * long.flops) / 40).toBeCloseTo(record.flopsPerStep, 0);
    const state = newRunState(parts.networks, parts.config);
    const { heldOut } = trainingParts(parts, state);
    expect(await heldOut.run()).toMatchObject({ 'generator/accuracy': expect.any(Number), 'fixed/auc': expect.any(Number) });
    disposeRunState(state);
    await closeParts(parts);
  });

  it('warns of phases of which an earlier one may train on what the last one holds out', async () => {
    const tokenizer = await Tokenizer.fromPretrained(small.at('tokenizer'));
    const documents = (async function* () {
      for (let id = 0; id < 40; id++) yield { id: String(id), text: `a b c\n${'c b a\n'.repeat(id)}` };
    })();
    await prepare({ documents, tokenizer, out: small.at('less'), sequenceLength: 8, seed: 1, validationFraction: 0.05 });
    const told: string[] = [];
    const open = async (path: string) => {
      const phases = [{ path, steps: 10 }, { path: small.at('data'), steps: 30 }];
      await closeParts(await openParts({ ...small.options({}, { phases }), onWarning: (message) => void told.push(message) }));
    };
    await open(small.at('short'));
    expect(told).toEqual([]);
    await open(small.at('less'));
    expect(told).toEqual([expect.stringMatching(/a share of 0\.05 is held out in .*less, a share of 0\.2 in .*data/)]);
  });

  it('refuses a setting that does nothing of a new run, and takes it from one that began with it', async () => {
    const options = small.options();
    const idle = { ...options, configuration: { ...(options.configuration as object), objective: { languageModelWeight: 2 } } };
    await expect(openParts(idle)).rejects.toThrow(/objective\.languageModelWeight has no effect/);
    await closeParts(await openParts({ ...idle, resume: true }));
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
