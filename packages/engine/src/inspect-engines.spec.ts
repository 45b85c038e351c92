import { engine } from '@tensorflow/tfjs-core';
import { inspectEngines } from './inspect-engines.js';

describe('inspectEngines', () => {
  it('reports every engine in order, and what would help where one is missing', async () => {
    const reports = await inspectEngines();
    expect(reports.map(({ name }) => name)).toEqual(['onnxruntime', 'openvino', 'tensorflow', 'wasm', 'cpu']);
    for (const { available, version, threads, remedy } of reports) {
      if (available) {
        expect(version).toMatch(/^\d+\.\d+/);
        expect(threads).toBeGreaterThanOrEqual(1);
      } else {
        expect(remedy).toMatch(/npm install|pip install/);
      }
    }
    expect(reports.slice(3).every(({ available }) => available)).toBe(true);
  });

  it('starts no backend', () => {
    expect(engine().backendName).toBeUndefined();
  });
});
