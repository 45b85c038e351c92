import { allocate, elementCount, type HostTensor } from '../../host-tensor.js';
import type { RandomSite } from '../../recorder/recorded-random.js';
import type { IndexCheck } from '../../emitter/passes/check-indices.js';
import type { GraphDescription, OpenVinoSettings, ValueBinding } from '../messages.js';
import { noiseOf } from '../noise-of.js';
import { refuseIndices } from '../refuse-indices.js';
import type { Session } from '../session.js';
import type { StateStore } from '../state-store.js';
import type { Handle, OpenVinoLibrary } from './openvino-library.js';

/**
 * One graph compiled by OpenVINO. Feeds and results have buffers of their own that stay bound, noise is bound where ops has it, anew at each
 * run; variables are bound where the StateStore has them. Binding a port by name takes so long (0.1 ms) that there is one request for each assignment of buffers: a
 * training step's buffers swap, so it needs two.
 */
export class OpenVinoSession implements Session {
  private readonly feeds: ReadonlyMap<string, HostTensor>;
  private readonly results: ReadonlyMap<string, HostTensor>;
  private readonly noisePorts: readonly Handle[];
  private readonly requests = new Map<string, Handle>();
  /** Tensors over the buffers that requests are bound to. */
  private readonly tensors = new Map<HostTensor['data'], { readonly number: number; readonly handle: Handle }>();

  private constructor(
    private readonly library: OpenVinoLibrary,
    private readonly compiled: Handle,
    private readonly description: GraphDescription,
    private readonly state: StateStore,
    readonly fromCache: boolean | undefined,
  ) {
    const buffers = (ports: readonly Pick<ValueBinding, 'value' | 'shape' | 'dtype'>[]) =>
      new Map(ports.map(({ value, shape, dtype }) => [value, { shape, dtype, data: allocate(dtype, elementCount(shape)) }]));
    const one = description.one === undefined ? [] : [[description.one, { shape: [], dtype: 'float32', data: Float32Array.of(1) }] as const];
    this.feeds = new Map<string, HostTensor>([...buffers(description.feeds), ...one]);
    const extremes = description.indices.filter(({ when }) => when === 'after');
    this.results = buffers([...description.results, ...extremes.map(({ value, sizes }) => ({ value, shape: [sizes.length], dtype: 'int32' as const }))]);
    this.noisePorts = description.random.map(({ input }) => library.inputPort(compiled, input));
  }

  /** @throws Error when OpenVINO refuses the graph */
  static create(library: OpenVinoLibrary, description: GraphDescription, settings: Pick<OpenVinoSettings, 'threads' | 'cache'>, state: StateStore): OpenVinoSession {
    const { threads, cache } = settings;
    const compiled = library.compile(description.model, {
      PERFORMANCE_HINT: 'LATENCY',
      NUM_STREAMS: '1',
      INFERENCE_NUM_THREADS: String(threads),
      ENABLE_CPU_PINNING: 'NO',
      // Types stay as the graph has them: without this, processors with bfloat16 get it everywhere.
      EXECUTION_MODE_HINT: 'ACCURACY',
      // Numbers too small to be normal cost many times the usual time.
      CPU_DENORMALS_OPTIMIZATION: 'YES',
      // OpenVINO names what it keeps there by graph, properties and its own version, and compiles anew what it cannot read.
      ...(cache === undefined ? {} : { CACHE_DIR: cache }),
    });
    return new OpenVinoSession(library, compiled, { ...description, model: new Uint8Array() }, state, cache === undefined ? undefined : library.isFromCache(compiled));
  }

  // async, as the interface has it; the worker's thread waits for the computation.
  async run(feeds: Readonly<Record<string, HostTensor>>, seed: number, step: number): Promise<Record<string, HostTensor>> {
    for (const { name, value } of this.description.feeds) this.feeds.get(value)?.data.set((feeds[name] as HostTensor).data);
    this.checkIndices('before', this.feeds);
    const request = this.request();
    this.bindNoise(request, seed, step);
    this.library.infer(request);
    this.checkIndices('after', this.results);
    for (const { key, output } of this.description.state) if (output !== undefined) this.state.swap(key);
    return Object.fromEntries(
      this.description.results.map(({ name, value }) => {
        const { shape, dtype, data } = this.results.get(value) as HostTensor;
        return [name, { shape, dtype, data: data.slice() }];
      }),
    );
  }

  async dispose(): Promise<undefined> {
    for (const port of this.noisePorts) this.library.freePort(port);
    for (const request of this.requests.values()) this.library.freeRequest(request);
    this.library.freeCompiled(this.compiled);
    for (const { handle } of this.tensors.values()) this.library.freeTensor(handle);
  }

  /** @throws Error for an index that OpenVINO would follow out of its memory */
  private checkIndices(now: IndexCheck['when'], buffers: ReadonlyMap<string, HostTensor>): void {
    const { indices, feeds } = this.description;
    for (const check of indices) if (check.when === now) refuseIndices(check, (buffers.get(check.value) as HostTensor).data, feeds);
  }

  /** The request that reads and writes the buffers of now. */
  private request(): Handle {
    const bindings = this.description.state.flatMap(({ key, input, output }) => [
      ...(input === undefined ? [] : [{ port: input, buffer: this.state.current(key) }]),
      ...(output === undefined ? [] : [{ port: output, buffer: this.state.spare(key) }]),
    ]);
    const signature = bindings.filter(({ buffer }) => buffer.data.length > 0).map(({ buffer }) => this.tensor(buffer).number).join(' ');
    const known = this.requests.get(signature);
    if (known !== undefined) return known;
    const request = this.library.createRequest(this.compiled);
    this.bind(request, [...this.feeds, ...this.results]);
    this.bind(request, bindings.map(({ port, buffer }) => [port, buffer]));
    this.requests.set(signature, request);
    return request;
  }

  /** The request keeps what it needs of a tensor, whose memory ops has. */
  private bindNoise(request: Handle, seed: number, step: number): void {
    const { random } = this.description;
    for (const [index, data] of noiseOf(random, seed, step).entries()) {
      if (data.length === 0) continue;
      const { shape } = random[index] as RandomSite;
      const tensor = this.library.wrap({ shape, dtype: 'float32', data });
      this.library.bindPort(request, this.noisePorts[index] as Handle, tensor);
      this.library.freeTensor(tensor);
    }
  }

  /** Results without elements are not bound: nothing is written there, and OpenVINO gives them another shape. */
  private bind(request: Handle, ports: readonly (readonly [string, HostTensor])[]): void {
    for (const [port, buffer] of ports) if (buffer.data.length > 0) this.library.bind(request, port, this.tensor(buffer).handle);
  }

  private tensor(buffer: HostTensor): { readonly number: number; readonly handle: Handle } {
    const known = this.tensors.get(buffer.data);
    if (known !== undefined) return known;
    const made = { number: this.tensors.size, handle: this.library.wrap(buffer) };
    this.tensors.set(buffer.data, made);
    return made;
  }
}
