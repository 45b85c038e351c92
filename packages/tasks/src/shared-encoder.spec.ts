import { ElectraForSequenceClassification, ElectraForTokenClassification } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { disposeMoments } from '@electra-ts/optim';
import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { allLearned, sharedMoments, shareEncoder } from './shared-encoder.js';

const config = electraConfig({ vocabSize: 9, embeddingSize: 4, hiddenSize: 4, numHiddenLayers: 1, numAttentionHeads: 1, intermediateSize: 4, maxPositionEmbeddings: 8 });

it('models share an encoder and its moments, and each keeps its head', async () => {
  await setBackend('cpu');
  const before = memory().numTensors;
  const classifier = ElectraForSequenceClassification.create(config, { labels: ['no', 'yes'], seed: 1 });
  const tagger = ElectraForTokenClassification.create(config, { labels: ['B', 'I', 'O'], seed: 2 });
  const heads = [classifier, tagger].map(({ parameters }) => Object.keys(parameters).filter((name) => !name.startsWith('electra.')));
  shareEncoder(tagger, classifier);
  const embeddings = 'electra.embeddings.word_embeddings.weight';
  expect(tagger.parameters[embeddings]).toBe(classifier.parameters[embeddings]);
  expect(tagger.parameters['classifier.weight'].shape).toEqual([3, 4]);

  const moments = sharedMoments([classifier, tagger]);
  expect(moments[1].second[embeddings]).toBe(moments[0].second[embeddings]);
  expect(moments.map(({ first }) => Object.keys(first).sort())).toEqual([classifier, tagger].map(({ parameters }) => Object.keys(parameters).sort()));
  const { model, moments: all } = allLearned([
    { prefix: 'yes/', model: classifier, moments: moments[0] },
    { prefix: 'tags/', model: tagger, moments: moments[1] },
  ]);
  const encoder = Object.keys(classifier.parameters).length - heads[0].length;
  expect(Object.keys(model.parameters)).toHaveLength(encoder + heads[0].length + heads[1].length);
  expect(model.parameters['tags/classifier.weight']).toBe(tagger.parameters['classifier.weight']);
  expect(all.first['tags/classifier.weight']).toBe(moments[1].first['classifier.weight']);
  // The only task has the names that it has alone.
  expect(allLearned([{ prefix: '', model: classifier, moments: moments[0] }]).model.parameters).toEqual(classifier.parameters);

  for (const [i, each] of [classifier, tagger].entries()) {
    each.dispose();
    disposeMoments(moments[i]);
  }
  expect(memory().numTensors).toBe(before);
});
