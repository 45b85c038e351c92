import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { refuseTelemetry } from './refuse-telemetry.js';

const program = `(async () => {
  const { OnnxRuntime, compile } = await import('${new URL('../../dist/index.js', import.meta.url).href}');
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-backend-cpu');
  const runtime = await OnnxRuntime.create({ threads: 1 });
  const doubled = await compile((x) => tf.mul(x, 2), { runtime })(tf.tensor1d([1, 2]));
  console.log(String(await doubled.data()), process.env.ORT_DISABLE_TELEMETRY);
  await runtime.dispose();
})();`;

describe('refuseTelemetry', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'telemetry-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('leaves what the environment says', () => {
    const [unset, set] = [{}, { ORT_DISABLE_TELEMETRY: '0' }];
    for (const environment of [unset, set]) refuseTelemetry(environment);
    expect([unset, set]).toEqual([{ ORT_DISABLE_TELEMETRY: '1' }, { ORT_DISABLE_TELEMETRY: '0' }]);
  });

  it('keeps a program that computes with ONNX Runtime from leaving an identifier or events in the cache', async () => {
    // Not the whole environment: CI and the like keep ONNX Runtime quiet, too.
    const env = { PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: folder };
    // Options that are the process' own do not trouble its threads, as they once did.
    for (const options of [['--expose-gc'], ['--max-old-space-size=1000', '--input-type=module']]) {
      const { stdout } = await promisify(execFile)(process.execPath, [...options, '--eval', program], { cwd: import.meta.dirname, env });
      expect(stdout.trim()).toBe('2,4 1');
      expect(readdirSync(folder)).toEqual([]);
    }
  });
});
