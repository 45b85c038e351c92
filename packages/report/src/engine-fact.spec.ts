import { engineFact } from './engine-fact.js';

describe('engineFact', () => {
  it('says "engine" once', () => {
    expect(engineFact('engine onnxruntime 1.30.0 (float32; 2 threads) on a CPU')).toEqual({ label: 'Engine', value: 'onnxruntime 1.30.0 (float32; 2 threads) on a CPU' });
    expect(engineFact('another')).toEqual({ label: 'Engine', value: 'another' });
  });
});
