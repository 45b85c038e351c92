import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findOpenVino } from '@electra-ts/compiler';
import type { TrainingEvent } from '@electra-ts/training';
import { SmallRun } from './small-run.fixture.js';

(findOpenVino() === undefined ? describe.skip : describe)('graphs that OpenVINO refuses (skipped where it is not installed)', () => {
  let run: SmallRun;
  beforeAll(async () => (run = await SmallRun.create()));
  afterAll(() => run.remove());

  it('are a warning event each in pre-training, which goes on with ONNX Runtime', () => {
    // Without what reads graphs the library refuses every one.
    const whole = findOpenVino() as string;
    const library = run.at('lacking');
    mkdirSync(library);
    for (const name of readdirSync(whole)) {
      if (/^lib(?:openvino|openvino_c|openvino_(?:intel|arm)_cpu_plugin|tbb|hwloc)\.so/.test(name)) copyFileSync(join(whole, name), join(library, name));
    }
    const options = run.options({ steps: 2, warmupSteps: 1 });
    const engine = { name: 'openvino', threads: 1, library };
    const told = { ...options, configuration: { ...options.configuration, engine, evaluation: { every: 1, batches: 1 }, log: { every: 1 } }, out: run.at('run') };
    // In a process of its own: this one may have the whole library loaded, which a second one would share.
    const script = `(async () => {
      const { pretrain } = await import('./dist/pretrain.js');
      await pretrain(JSON.parse(process.argv[1])).forEach((event) => console.log(JSON.stringify(event)));
    })()`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script, JSON.stringify(told)], { cwd: join(__dirname, '..'), encoding: 'utf8' });
    const events = stdout.trim().split('\n').map((line) => JSON.parse(line) as TrainingEvent);
    const refusals = events.flatMap((event) => (event.type === 'warning' && event.message.includes('runs on onnxruntime') ? [event] : []));
    const refused = (step: string) => expect.stringMatching(new RegExp(`^step '${step}' runs on onnxruntime: OpenVINO cannot read the graph, since .* lacks openvino_onnx_frontend`));
    // Of the machine's peak, before the first step; then each of the run's graphs once, however often it runs.
    expect(refusals.map(({ message }) => message)).toEqual(['peak', 'joint step', 'held-out evaluation'].map(refused));
    expect(events.flatMap((event) => (event.type === 'preparation' && event.stage === 'ready' ? [event.engine] : []))).toEqual(['onnxruntime', 'onnxruntime']);
    expect(events.at(-1)).toEqual({ type: 'finished', step: 2, reason: 'completed' });
    // Nothing but events: a warning of the process would be printed.
    expect(stderr).not.toContain('runs on onnxruntime');
  }, 180_000);
});
