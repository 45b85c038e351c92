import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HostTensor, checkHostTensor } from '../host-tensor.js';
import type { RandomSite } from '../recorder/recorded-random.js';
import type { OnnxruntimeModule, OnnxSession, OnnxTensor } from './load-onnxruntime.js';
import type { GraphDescription, GraphProfile, OnnxSettings } from './messages.js';
import { noiseOf } from './noise-of.js';
import { refuseIndices } from './refuse-indices.js';
import { takeProfile } from './profile.js';
import type { Session } from './session.js';
import type { StateStore } from './state-store.js';

/** One graph on ONNX Runtime, ready to run on the state of a StateStore. */
export class GraphSession implements Session {
  private runs = 0;

  private constructor(
    private readonly onnxruntime: OnnxruntimeModule,
    private readonly session: OnnxSession,
    private readonly description: GraphDescription,
    private readonly state: StateStore,
    private readonly profilePrefix: string | undefined,
  ) {}

  /** @throws Error when ONNX Runtime refuses the graph or cannot allocate what it needs */
  static async create(
    onnxruntime: OnnxruntimeModule,
    description: GraphDescription,
    settings: OnnxSettings,
    state: StateStore,
  ): Promise<GraphSession> {
    const prefix = settings.profile ? join(tmpdir(), `electra-profile-${randomUUID()}`) : undefined;
    const session = await onnxruntime.InferenceSession.create(description.model, sessionOptions(settings, prefix));
    // The session has its own copy of the model.
    return new GraphSession(onnxruntime, session, { ...description, model: new Uint8Array() }, state, prefix);
  }

  async run(
    feeds: Readonly<Record<string, HostTensor>>,
    seed: number,
    step: number,
  ): Promise<Record<string, HostTensor>> {
    const { state, random } = this.description;
    const inputs: Record<string, OnnxTensor> = {};
    const outputs: Record<string, OnnxTensor | null> = {};
    for (const { name, value } of this.description.feeds) inputs[value] = this.tensor(feeds[name] as HostTensor);
    this.checkFeeds(feeds);
    for (const [index, data] of noiseOf(random, seed, step).entries()) {
      const { input, shape } = random[index] as RandomSite;
      inputs[input] = this.tensor({ shape, dtype: 'float32', data });
    }
    for (const { key, input, output, inPlace } of state) {
      if (input !== undefined) inputs[input] = this.tensor(this.state.current(key));
      if (output === undefined) continue;
      outputs[output] = this.tensor(inPlace ? this.state.current(key) : this.state.spare(key));
    }
    for (const { value } of this.description.results) outputs[value] = null;
    const fetched = await this.session.run(inputs, outputs);
    for (const { key, output, inPlace } of state) if (output !== undefined && !inPlace) this.state.swap(key);
    this.runs += 1;
    return this.results(fetched);
  }

  /** ONNX Runtime counts negative indices from the end; larger ones it refuses itself. */
  private checkFeeds(feeds: Readonly<Record<string, HostTensor>>): void {
    for (const check of this.description.indices) {
      const feed = this.description.feeds.find(({ value }) => value === check.value);
      if (feed !== undefined) refuseIndices(check, (feeds[feed.name] as HostTensor).data, this.description.feeds);
    }
  }

  async dispose(): Promise<GraphProfile | undefined> {
    const { profilePrefix: prefix, runs } = this;
    if (prefix !== undefined) this.session.endProfiling();
    await this.session.release();
    return prefix === undefined ? undefined : { step: this.description.name, runs, rows: await takeProfile(prefix) };
  }

  private results(fetched: Readonly<Record<string, OnnxTensor>>): Record<string, HostTensor> {
    const results: Record<string, HostTensor> = {};
    const { anySize = false } = this.description;
    for (const { name, value, shape, dtype } of this.description.results) {
      const tensor = fetched[value] as OnnxTensor;
      // ONNX Runtime owns the memory of what it returns: the copy is what travels.
      const data = (tensor.data as HostTensor['data']).slice();
      results[name] = { shape: anySize ? [...tensor.dims] : shape, dtype, data };
      checkHostTensor(`result '${name}'`, results[name]);
    }
    return results;
  }

  private tensor({ shape, dtype, data }: HostTensor): OnnxTensor {
    return new this.onnxruntime.Tensor(dtype, data, shape);
  }
}

function sessionOptions(settings: OnnxSettings, profilePrefix?: string): object {
  return {
    intraOpNumThreads: settings.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: settings.optimization,
    enableMemPattern: settings.memoryPattern,
    executionProviders: [...settings.executionProviders],
    ...(profilePrefix === undefined ? {} : { enableProfiling: true, profileFilePrefix: profilePrefix }),
    extra: {
      session: {
        // Numbers too small to be normal cost many times the usual time.
        set_denormal_as_zero: '1',
        // Between two runs nobody waits for the threads: they sleep whatever they do within one.
        force_spinning_stop: '1',
        intra_op:
          settings.spinning === 0
            ? { allow_spinning: '0' }
            : { allow_spinning: '1', spin_duration_us: String(settings.spinning) },
      },
    },
  };
}
