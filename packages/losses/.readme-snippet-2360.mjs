import { maskedLanguageModelLoss, replacedTokenLoss, sequenceClassificationLoss } from '@electra-ts/losses';
import { grad, setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';

await setBackend('cpu');
// Three tokens: two real, the second of them replaced, and padding, which weighs nothing.
const replaced = tensor1d([0, 1, 0]);
const weights = tensor1d([1, 1, 0]);
const loss = (logits) => replacedTokenLoss(logits, replaced, weights);
console.log(loss(tensor1d([0, 0, 9])).arraySync()); // 0.693 = ln 2
console.log(grad(loss)(tensor1d([0, 0, 9])).arraySync()); // [0.25, -0.25, 0]

const one = tensor1d([1]);
const label = tensor1d([2], 'int32');
console.log(sequenceClassificationLoss(tensor2d([[0, 0, 0]]), label, one).arraySync()); // 1.099 = ln 3

const states = tensor2d([[1, 0]]);
const words = tensor2d([[1, 0], [0, 1], [1, 1]]);
console.log(maskedLanguageModelLoss(states, words, tensor1d([0, 0, 0]), label, one).arraySync()); // 0.862 = ln(2 + 1/e)
