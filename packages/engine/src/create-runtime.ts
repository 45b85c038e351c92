import { EagerRuntime, type GraphProfile, OnnxRuntime, OpenVinoRuntime, type Runtime } from '@electra-ts/compiler';
import { UserError } from '@electra-ts/config';
import { abortableRuntime } from './abortable-runtime.js';
import { choosePrecision, type ChosenPrecision } from './choose-precision.js';
import type { EngineChoice } from './engine-choice.js';
import { engineNames, type EngineName } from './engine-name.js';
import type { EngineReport } from './engine-report.js';
import { describeHardware, hardware } from './hardware.js';
import { inspectEngine } from './inspect-engines.js';
import type { Precision } from './precision.js';
import { quietCpuBackend } from './quiet-cpu-backend.js';
import { useCpuForVariables } from './use-cpu-for-variables.js';
import { startWasm } from './wasm/start-wasm.js';

/** Which engine to use, and how. */
export interface RuntimeOptions extends EngineChoice {
  /** Folder of OpenVINO's shared libraries, where it is not found by itself. */
  readonly library?: string;
  /** Folder in which openvino keeps compiled graphs and finds them again. */
  readonly cache?: string;
  /** Has onnxruntime measure every operation; called with a graph's measurements when its step is disposed. The other engines measure none. */
  readonly onProfile?: (profile: GraphProfile) => void;
}

/** A runtime and the line that tells what it is. */
export interface RunningEngine {
  readonly runtime: Runtime;
  readonly name: EngineName;
  /** What matrix products read. */
  readonly precision: Precision;
  /** Engine, version, precision, threads and hardware: the first line of a log. */
  readonly description: string;
}

/**
 * Starts what computes.
 *
 * @throws UserError when another engine than openvino is asked for bfloat16, when the engine is unknown or does not work here, when no engine works, or when `threads` is not a
 * whole number of 1 or more; the reason of `signal` where it is aborted already.
 */
export async function createRuntime(options: RuntimeOptions): Promise<RunningEngine> {
  const { engine = 'auto', threads, signal } = options;
  signal?.throwIfAborted();
  checkThreads(threads);
  const named = engine === 'auto' ? engine : checkName(engine);
  checkPrecision(engine, options.precision);
  const chosen = await choosePrecision(options);
  signal?.throwIfAborted();
  const candidates = named === 'auto' ? automatic(options, chosen) : [named];
  const failures: { reason: string; remedy?: string; cause?: unknown }[] = [];
  for (const name of candidates) {
    const report = await inspectEngine(name, options);
    if (!report.available) {
      failures.push({ reason: report.detail, ...(report.remedy === undefined ? {} : { remedy: report.remedy }) });
      continue;
    }
    try {
      const runtime = await start(report, options, chosen.precision);
      const description = describe(report, runtime.threads, chosen);
      options.onStart?.(description);
      return { runtime: signal ? abortableRuntime(runtime, signal) : runtime, name, precision: chosen.precision, description };
    } catch (cause) {
      failures.push({ reason: `${name} does not start: ${cause instanceof Error ? cause.message : cause}`, cause });
    }
  }
  const [{ remedy, cause }] = failures;
  const received = failures.map(({ reason }) => reason).join('; ');
  const what = engine === 'auto' ? 'No engine works on this machine' : `The engine ${engine} does not work here`;
  const hint = remedy === undefined ? 'Another engine may work: --engine auto chooses one' : `What helps: ${remedy}`;
  throw new UserError({ what, received, remedy: hint }, { cause });
}

async function start(report: EngineReport, options: RuntimeOptions, precision: Precision): Promise<Runtime> {
  const { threads = report.threads, library, cache, onPreparation, onProfile, onWarning } = options;
  switch (report.name) {
    case 'onnxruntime':
      await useCpuForVariables();
      return OnnxRuntime.create({ ...(threads !== undefined && { threads }), ...(onPreparation && { onPreparation }), ...(onProfile && { onProfile }) });
    case 'openvino':
      await useCpuForVariables();
      return OpenVinoRuntime.create({ precision, threads, library, cache, onPreparation, onFallback: onWarning });
    case 'tensorflow':
      // TensorFlow decides for itself how many it uses.
      return EagerRuntime.create({ backend: 'tensorflow', ...(report.threads !== undefined && { threads: report.threads }) });
    case 'wasm':
      await startWasm();
      return EagerRuntime.create({ backend: 'wasm' });
    case 'cpu':
      quietCpuBackend();
      return EagerRuntime.create({ backend: 'cpu' });
  }
}

function describe({ name, version, detail }: EngineReport, threads: number, { precision, reason }: ChosenPrecision): string {
  const count = `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  // What openvino's detail says is about both precisions.
  const parts = [...(name === 'openvino' ? [] : [detail]), precision, ...(reason === undefined ? [] : [reason])];
  return `engine ${name} ${version} (${parts.join(', ')}; ${count}) on ${describeHardware(hardware())}`;
}

/** Engines that `auto` may take, in its order. Who asks for bfloat16 gets openvino, on a processor without it too. */
function automatic(asked: RuntimeOptions, { precision }: ChosenPrecision): readonly EngineName[] {
  const openVino = asked.precision === 'bfloat16' || precision === 'bfloat16';
  return openVino ? ['openvino'] : engineNames.filter((name) => name !== 'cpu');
}

function checkPrecision(engine: EngineName | 'auto', precision: RuntimeOptions['precision']): void {
  if (precision === 'bfloat16' && engine !== 'auto' && engine !== 'openvino') {
    throw new UserError({
      what: `The engine ${engine} does not compute in bfloat16`,
      expected: 'openvino, or auto',
      remedy: 'Choose --engine openvino, or --precision float32.',
    });
  }
}

function checkName(engine: string): EngineName {
  const name = engineNames.find((known) => known === engine);
  if (name === undefined) {
    throw new UserError({
      what: 'There is no such engine',
      expected: ['auto', ...engineNames].join(', '),
      received: engine,
    });
  }
  return name;
}

function checkThreads(threads: number | undefined): void {
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    throw new UserError({
      what: 'The number of threads is wrong',
      expected: 'a whole number of 1 or more',
      received: String(threads),
    });
  }
}
