import { EagerRuntime, OnnxRuntime, type Runtime } from '@electra-ts/compiler';
import { UserError } from '@electra-ts/config';
import { engine as tfjsEngine, setBackend } from '@tensorflow/tfjs-core';
import { engineNames, type EngineName } from './engine-name.js';
import type { EngineReport } from './engine-report.js';
import { describeHardware, hardware } from './hardware.js';
import { inspectEngine } from './inspect-engines.js';
import { quietCpuBackend } from './quiet-cpu-backend.js';
import { startWasm } from './wasm/start-wasm.js';

/** Which engine to use, and how. */
export interface RuntimeOptions {
  /** An engine's name, or 'auto' for the first that works: onnxruntime, tensorflow, wasm. */
  readonly engine: EngineName | 'auto';
  /** Threads of onnxruntime; default all logical cores. The other engines decide for themselves. */
  readonly threads?: number;
}

/** A runtime and the line that tells what it is. */
export interface RunningEngine {
  readonly runtime: Runtime;
  /** Engine, version, threads and hardware: the first line of a log. */
  readonly description: string;
}

/**
 * Starts what computes.
 *
 * @throws UserError when the engine is unknown or does not work here, when no engine works, or when `threads` is not a
 * whole number of 1 or more.
 */
export async function createRuntime(options: RuntimeOptions): Promise<RunningEngine> {
  const { engine, threads } = options;
  checkThreads(threads);
  const candidates = engine === 'auto' ? engineNames.filter((name) => name !== 'cpu') : [checkName(engine)];
  const failures: { reason: string; remedy?: string; cause?: unknown }[] = [];
  for (const name of candidates) {
    const report = await inspectEngine(name);
    if (!report.available) {
      failures.push({ reason: report.detail, ...(report.remedy === undefined ? {} : { remedy: report.remedy }) });
      continue;
    }
    try {
      const runtime = await start(name, threads ?? report.threads);
      return { runtime, description: describe(report, runtime) };
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

async function start(name: EngineName, threads: number | undefined): Promise<Runtime> {
  switch (name) {
    case 'onnxruntime':
      // Variables are made, and get their first values, on a tfjs backend: one must be active, and this one needs no
      // room but theirs.
      quietCpuBackend();
      if (tfjsEngine().backendName === undefined) {
        await setBackend('cpu');
      }
      return OnnxRuntime.create(threads === undefined ? {} : { threads });
    case 'tensorflow':
      return EagerRuntime.create({ backend: 'tensorflow' });
    case 'wasm':
      await startWasm();
      return EagerRuntime.create({ backend: 'wasm' });
    case 'cpu':
      quietCpuBackend();
      return EagerRuntime.create({ backend: 'cpu' });
  }
}

function describe({ name, version, detail }: EngineReport, { threads }: Runtime): string {
  const count = `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return `engine ${name} ${version} (${detail}; ${count}) on ${describeHardware(hardware())}`;
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
