import { sequenceArchitectures, sequenceHeads } from './sequence-head.js';

describe('sequenceArchitectures', () => {
  it("names transformers' class for its own head only", () => {
    expect(sequenceHeads.map((head) => sequenceArchitectures[head])).toEqual([
      'ElectraForSequenceClassification',
      'ElectraForPooledSequenceClassification',
    ]);
  });
});
