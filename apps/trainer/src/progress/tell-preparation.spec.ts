import { StageProgress } from './stage-progress.js';
import { tellPreparation } from './tell-preparation.js';

describe('tellPreparation', () => {
  let shown: string;
  const terminal = { isTTY: true, columns: 80, on: () => undefined, removeListener: () => undefined };
  let progress: StageProgress;
  const told = (output: object = {}) => {
    shown = '';
    progress = new StageProgress({ title: 'pretrain', output: { ...output, write: (text: string) => (shown += text) } });
    return tellPreparation(progress);
  };
  afterEach(() => progress.abandon());

  it('writes into a log what the first graph waits for, and where it came from if the engine keeps graphs', () => {
    const tell = told();
    for (const graph of ['joint step', 'held-out evaluation']) {
      tell({ graph, stage: 'recording', engine: 'openvino' });
      tell({ graph, stage: 'compiling', engine: 'openvino' });
      tell({ graph, stage: 'ready', engine: 'openvino', seconds: 7, fromCache: false });
    }
    expect(shown).toBe('pretrain: records joint step and compiles it for openvino\njoint step: compiled, and kept in the cache for the next time (7.0 s)\n');
    const again = told();
    again({ graph: 'joint step', stage: 'recording', engine: 'openvino' });
    again({ graph: 'joint step', stage: 'ready', engine: 'openvino', seconds: 3, fromCache: true });
    expect(shown).toContain('\njoint step: found compiled in the cache (3.0 s)\n');
  });

  it('is one line in a log where the engine keeps no graphs', () => {
    const tell = told();
    tell({ graph: 'joint step', stage: 'recording', engine: 'onnxruntime' });
    tell({ graph: 'joint step', stage: 'compiling', engine: 'onnxruntime' });
    tell({ graph: 'joint step', stage: 'ready', engine: 'onnxruntime', seconds: 7 });
    expect(shown).toBe('pretrain: records joint step and compiles it for onnxruntime\n');
  });

  it('says on a terminal what each waits for now', () => {
    const tell = told(terminal);
    for (const graph of ['joint step', 'held-out evaluation']) {
      for (const [stage, live] of [['recording', `recording ${graph}`], ['compiling', `compiling ${graph} for onnxruntime`], ['ready', `first run of ${graph}`]] as const) {
        shown = '';
        tell({ graph, stage, engine: 'onnxruntime' });
        expect(shown).toContain(`0 % ${live}`);
      }
    }
  });
});
