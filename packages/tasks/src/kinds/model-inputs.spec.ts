import '@tensorflow/tfjs-backend-cpu';
import { scalar } from '@tensorflow/tfjs-core';
import { modelInputs } from './model-inputs.js';

describe('modelInputs', () => {
  it('gives each feed its place', () => {
    const [ids, types, attentionMask, labels] = [1, 2, 3, 4].map((value) => scalar(value));
    expect(modelInputs({ labels, attentionMask, ids, types })).toEqual({ ids_BT: ids, types_BT: types, attentionMask_BT: attentionMask });
  });
});
