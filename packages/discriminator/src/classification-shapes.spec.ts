import { electraConfig, encoderShapes } from '@electra-ts/nn';
import { classificationHeadShapes, classificationShapes } from './classification-shapes.js';

describe('classificationShapes', () => {
  it('adds a head with one output a label to the encoder', () => {
    const config = electraConfig({ hiddenSize: 8, numHiddenLayers: 1 });
    const head = {
      'classifier.dense.weight': [8, 8],
      'classifier.dense.bias': [8],
      'classifier.out_proj.weight': [3, 8],
      'classifier.out_proj.bias': [3],
    };
    expect(classificationHeadShapes(config, 3)).toEqual(head);
    expect(classificationShapes(config, 3)).toEqual({ ...encoderShapes(config), ...head });
  });
});
