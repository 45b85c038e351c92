import { fillKeepMask } from '@electra-ts/ops';
import type { HostTensor } from '../../host-tensor.js';
import type { GraphDescription } from '../messages.js';
import { StateStore } from '../state-store.js';
import type { Handle, OpenVinoLibrary } from './openvino-library.js';
import { OpenVinoSession } from './openvino-session.js';

const vector = (...numbers: number[]): HostTensor => ({ shape: [numbers.length], dtype: 'float32', data: Float32Array.from(numbers) });

/** A library whose every graph is: next.w = w + x, and twice that comes out. What is not freed stays in `alive`. */
class Adder implements OpenVinoLibrary {
  readonly version = '2026.0';
  readonly alive = new Set<Handle>();
  properties: Readonly<Record<string, string>> = {};
  bindings = 0;
  requests = 0;

  private made<T extends Handle>(handle: T): T {
    this.alive.add(handle);
    return handle;
  }

  compile(_model: Uint8Array, properties: Readonly<Record<string, string>>): Handle {
    this.properties = properties;
    return this.made({});
  }

  isFromCache(): boolean {
    return this.properties['CACHE_DIR'] === 'kept';
  }

  createRequest(): Handle {
    this.requests++;
    return this.made(new Map<string, Float32Array>());
  }

  wrap({ data }: HostTensor): Handle {
    return this.made({ data });
  }

  bind(request: Handle, port: string, tensor: Handle): void {
    this.bindings++;
    (request as Map<string, Float32Array>).set(port, (tensor as { data: Float32Array }).data);
  }

  inputPort(_compiled: Handle, name: string): Handle {
    return this.made({ name });
  }

  bindPort(request: Handle, port: Handle, tensor: Handle): void {
    (request as Map<string, Float32Array>).set((port as { name: string }).name, (tensor as { data: Float32Array }).data);
  }

  infer(request: Handle): void {
    const port = (name: string) => (request as Map<string, Float32Array>).get(name) as Float32Array;
    if (port('input.x')[0] < 0) throw new Error('OpenVINO cannot compute the graph');
    port('next.w').forEach((_, i, next) => (next[i] = port('state.w')[i] + port('input.x')[i]));
    port('output.y').forEach((_, i, out) => (out[i] = 2 * port('next.w')[i]));
  }

  freeTensor = (tensor: Handle) => void this.alive.delete(tensor);
  freePort = (port: Handle) => void this.alive.delete(port);
  freeRequest = (request: Handle) => void this.alive.delete(request);
  freeCompiled = (compiled: Handle) => void this.alive.delete(compiled);
}

const description: GraphDescription = {
  name: 'add',
  model: Uint8Array.of(1),
  feeds: [{ name: 'x', value: 'input.x', shape: [2], dtype: 'float32' }],
  results: [{ name: 'y', value: 'output.y', shape: [2], dtype: 'float32' }],
  state: [{ key: 'w', name: 'w', input: 'state.w', output: 'next.w', inPlace: false }],
  random: [],
  indices: [],
};

describe('OpenVinoSession', () => {
  let library: Adder;
  let state: StateStore;
  let session: OpenVinoSession;
  beforeEach(() => {
    library = new Adder();
    state = new StateStore();
    state.write('w', vector(1, 2));
    session = OpenVinoSession.create(library, description, { threads: 3, cache: 'kept' }, state);
  });

  it('says whether its graph was kept, where graphs are kept', () => {
    const of = (cache: object) => OpenVinoSession.create(library, description, { threads: 3, ...cache }, state).fromCache;
    expect([session.fromCache, of({ cache: 'new' }), of({})]).toEqual([true, false, undefined]);
  });

  it('lets types and threads be as they are told', () => {
    expect(library.properties).toMatchObject({ INFERENCE_NUM_THREADS: '3', NUM_STREAMS: '1', CACHE_DIR: 'kept', EXECUTION_MODE_HINT: 'ACCURACY' });
  });

  it('assigns variables, and answers with copies', async () => {
    const first = await session.run({ x: vector(1, 1) }, 0, 1);
    expect(first).toEqual({ y: vector(4, 6) });
    expect(await session.run({ x: vector(1, 1) }, 0, 2)).toEqual({ y: vector(6, 8) });
    expect(first).toEqual({ y: vector(4, 6) });
    expect(state.read('w')).toEqual(vector(3, 4));
    state.write('w', vector(0, 0));
    expect(await session.run({ x: vector(1, 1) }, 0, 3)).toEqual({ y: vector(2, 2) });
  });

  it('binds each of two assignments of buffers once, whatever else swaps them', async () => {
    for (let n = 1; n <= 6; n++) await session.run({ x: vector(1, 1) }, 0, n);
    expect([library.requests, library.bindings]).toEqual([2, 8]);
    // As another graph's step over the same variable would.
    state.spare('w').data.set([5, 5]);
    state.swap('w');
    expect(await session.run({ x: vector(0, 0) }, 0, 7)).toEqual({ y: vector(10, 10) });
    expect(library.requests).toBe(2);
  });

  it('binds the noise of each step where ops has it, and keeps no tensor of it', async () => {
    const site = { input: 'state.w', site: 4, kind: 'keepMask', shape: [2], dropRate: 0.5 } as const;
    const noisy = OpenVinoSession.create(library, { ...description, random: [site], state: [{ ...description.state[0], input: undefined }] }, { threads: 1 }, state);
    const masks: number[][] = [];
    for (let step = 1; step <= 8; step++) {
      const alive = library.alive.size;
      const { y } = await noisy.run({ x: vector(0, 0) }, 3, step);
      // Two requests, and the tensors that stay bound, come with the first runs.
      if (step > 2) expect(library.alive.size).toBe(alive);
      const mask = new Float32Array(2);
      fillKeepMask(mask, { seed: 3, step, site: 4 }, 0.5);
      expect(y.data).toEqual(mask.map((value) => 2 * value));
      masks.push([...mask]);
    }
    expect(new Set(masks.map(String)).size).toBeGreaterThan(1);
    await noisy.dispose();
    await session.dispose();
    expect(library.alive.size).toBe(0);
  });

  it('binds a 1 where the graph asks for one', async () => {
    const constant = OpenVinoSession.create(library, { ...description, one: 'state.w', state: [{ ...description.state[0], input: undefined }] }, { threads: 1 }, state);
    const { y } = await constant.run({ x: { ...vector(4), shape: [1] } }, 0, 1);
    expect(y.data[0]).toBe(10);
  });

  it('leaves every value as it was where a run fails', async () => {
    await expect(session.run({ x: vector(-1, 0) }, 0, 1)).rejects.toThrow('cannot compute');
    expect(state.read('w')).toEqual(vector(1, 2));
  });

  it('refuses indices outside of their axis: inputs before a run, computed ones after it', async () => {
    const checks = (value: string, when: 'before' | 'after') => [{ value, when, sizes: [3], node: 'lookup' }];
    const before = OpenVinoSession.create(library, { ...description, indices: checks('input.x', 'before') }, { threads: 1 }, state);
    const requests = library.requests;
    for (const bad of [3, -1]) {
      await expect(before.run({ x: vector(0, bad) }, 0, 1)).rejects.toThrow(
        `'lookup' chooses from 3 places, and the index ${bad} at place 1 of input 'x' is out of bounds: expected 0 to 2.`,
      );
    }
    expect(library.requests).toBe(requests);
    expect(await before.run({ x: vector(2, 1) }, 0, 1)).toEqual({ y: vector(6, 6) });
    // The library's graph fills next.w and output.y alone: the extremes are what we write here.
    const after = OpenVinoSession.create(library, { ...description, indices: checks('lowest', 'after') }, { threads: 1 }, state);
    const [lowest] = [...(after as unknown as { results: Map<string, HostTensor> }).results.entries()].filter(([name]) => name === 'lowest').map(([, { data }]) => data);
    lowest[0] = 7;
    await expect(after.run({ x: vector(1, 1) }, 0, 1)).rejects.toThrow("'lookup' chooses from 3 places, and the index 7 that the step computed is out of bounds");
    expect(state.read('w')).toEqual(vector(3, 3));
    lowest[0] = 2;
    expect(await after.run({ x: vector(1, 1) }, 0, 1)).toEqual({ y: vector(8, 8) });
  });

  it('frees all that it made', async () => {
    await session.run({ x: vector(1, 1) }, 0, 1);
    expect(library.alive.size).toBeGreaterThan(3);
    await session.dispose();
    expect(library.alive.size).toBe(0);
  });
});
