import { electraConfig, electraEncoder, initializeParameters } from '@electra-ts/nn';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, slice, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { twoTowerShapes } from './two-tower-shapes.js';
import { twoTowerStates } from './two-tower-states.js';

const config = electraConfig({ vocabSize: 9, embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 2, numAttentionHeads: 2, intermediateSize: 8, maxPositionEmbeddings: 5, initializerRange: 0.5 });
const inputs = (ids: number[]) => ({
  ids_BT: tensor2d([ids], undefined, 'int32'),
  attentionMask_BT: tensor2d([ids.map((id) => (id === 0 ? 0 : 1))]),
  types_BT: tensor2d([[0, 0, 0, 0, 0]], undefined, 'int32'),
});

beforeAll(() => setBackend('cpu'));

describe('twoTowerStates', () => {
  const parameters = () => initializeParameters(twoTowerShapes(config), config, 3);
  const states = (ids: number[]) => tidy(() => twoTowerStates(parameters(), config, inputs(ids), null).arraySync());

  it('tells of a token what its neighbors know, and nothing of the token itself', () => {
    const [text, changed] = [states([2, 5, 6, 8, 3]), states([2, 5, 7, 8, 3])];
    expect(changed[2]).toEqual(text[2]);
    // The token before sees the change from the right, the one after from the left.
    expect(changed[1].slice(0, 4)).toEqual(text[1].slice(0, 4));
    expect(changed[1].slice(4)).not.toEqual(text[1].slice(4));
    expect(changed[3].slice(0, 4)).not.toEqual(text[3].slice(0, 4));
    expect(changed[3].slice(4)).toEqual(text[3].slice(4));
  });

  it('takes the states of the two encoders, moved by one', () => {
    const all = parameters();
    const left = tidy(() => electraEncoder(all, config, inputs([2, 5, 6, 3, 0]), null, 'left-to-right').arraySync());
    const moved = tidy(() => slice(twoTowerStates(all, config, inputs([2, 5, 6, 3, 0]), null), [1, 0], [4, 4]).arraySync());
    expect(moved).toEqual(left.slice(0, 4));
  });
});
