import { scalar, type Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { modelInputs } from './model-inputs.js';

describe('modelInputs', () => {
  it('reads other ids in place of the batch\'s own, and places where the batch has some', () => {
    const feeds = Object.fromEntries(['ids', 'attentionMask', 'types', 'positionIds'].map((name, i) => [name, scalar(i) as Tensor]));
    const ids = scalar(9);
    const { positionIds, ...without } = feeds;
    const inputs = modelInputs(feeds, ids);
    expect([inputs.ids_BT, inputs.attentionMask_BT, inputs.types_BT, inputs.positions_BT]).toEqual([ids, feeds['attentionMask'], feeds['types'], positionIds]);
    expect(modelInputs(without, ids).positions_BT).toBeUndefined();
  });
});
