import { UserError } from '@electra-ts/config';

import { assertTokenizer } from './assert-tokenizer.js';

describe('assertTokenizer', () => {
  const manifest = { tokenizerFingerprint: 'aaaa', vocabularySize: 100 };

  it('accepts the tokenizer that the shards were made with', () => {
    expect(() => assertTokenizer(manifest, { fingerprint: 'aaaa', vocabularySize: 100 })).not.toThrow();
  });

  it('refuses another one, also of the same size', () => {
    const check = () => assertTokenizer(manifest, { fingerprint: 'bbbb', vocabularySize: 100 });
    expect(check).toThrow(UserError);
    expect(check).toThrow(/another tokenizer.*fingerprint aaaa.*fingerprint bbbb/);
  });
});
