/* Processes that share a folder of compiled graphs: at once, and killed in the middle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findOpenVino } from './find-openvino.js';
import { processorFolder } from './processor-folder.js';

/** Compiles and runs a chain of products; says when it begins, and then the result. */
const script = `(async () => {
  const { OpenVinoRuntime } = await import('@electra-ts/compiler');
  const { matMul, tanh } = await import('@tensorflow/tfjs-core');
  const runtime = await OpenVinoRuntime.create({ threads: 1, cache: process.argv[1] });
  const step = runtime.prepare(({ x }) => {
    let y = x;
    for (let n = 0; n < 40; n++) y = tanh(matMul(y, x));
    return { y };
  }, { name: 'chain', variables: {} });
  const data = Float32Array.from({ length: 1024 }, (_, i) => Math.sin(i) / 2);
  console.log('compiling');
  const { y } = await step.run({ x: { shape: [32, 32], dtype: 'float32', data } });
  console.log('sum', y.data.reduce((sum, value) => sum + Math.abs(value), 0));
  await runtime.dispose();
})()`;
const start = (cache: string): ChildProcess =>
  spawn(process.execPath, ['-e', script, cache], { cwd: join(__dirname, '..', '..', '..'), stdio: ['ignore', 'pipe', 'ignore'] });

/** What a process says last, and its exit status. */
async function ended(child: ChildProcess): Promise<{ status: number | null; last: string | undefined }> {
  let said = '';
  child.stdout?.on('data', (chunk) => (said += String(chunk)));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, last: said.trim().split('\n').at(-1) };
}

(findOpenVino() === undefined ? describe.skip : describe)('compiled graphs on disk (skipped where OpenVINO is not installed)', () => {
  let cache: string;
  beforeEach(() => (cache = mkdtempSync(join(tmpdir(), 'openvino-shared-'))));
  afterEach(() => rmSync(cache, { recursive: true }));

  it('serve several processes that compile the same graph at once', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => ended(start(cache))));
    const [first] = outcomes;
    expect(first).toEqual({ status: 0, last: expect.stringMatching(/^sum \d/) });
    expect(outcomes).toEqual([1, 2, 3].map(() => ({ status: 0, last: first.last })));
    expect(readdirSync(processorFolder(cache)).filter((name) => name.endsWith('.blob'))).toHaveLength(1);
    expect(await ended(start(cache))).toEqual({ status: 0, last: first.last });
  }, 120_000);

  it('are found or made anew after a process was killed while it compiled', async () => {
    for (const milliseconds of [0, 100]) {
      const child = start(cache);
      // A fast machine may be through before the kill.
      const closed = once(child, 'close');
      const [line] = (await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), closed])) as [unknown];
      expect(String(line)).toBe('compiling\n');
      await setTimeout(milliseconds);
      child.kill('SIGKILL');
      await closed;
    }
    const survivor = await ended(start(cache));
    expect(survivor).toEqual({ status: 0, last: expect.stringMatching(/^sum \d/) });
    rmSync(cache, { recursive: true });
    expect(await ended(start(cache))).toEqual(survivor);
  }, 120_000);
});
