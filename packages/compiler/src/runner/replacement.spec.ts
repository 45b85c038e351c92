import { askForReplacement, offerReplacement, type Replacement } from './replacement.js';

const replacement = (): Replacement => ({
  description: { name: 'other', model: Uint8Array.of(1, 2), feeds: [], results: [], state: [], random: [], indices: [] },
  settings: { engine: 'openvino', library: 'x', threads: 1, precision: 'float32' },
});

describe('replacement', () => {
  it('is made for the reason that was given, when it is asked for', async () => {
    const reasons: string[] = [];
    const offer = offerReplacement((reason) => {
      reasons.push(reason);
      return replacement();
    });
    expect(reasons).toEqual([]);
    expect(await askForReplacement(offer.port, 'no rule')).toEqual(replacement());
    expect(reasons).toEqual(['no rule']);
    offer.close();
  });

  it('fails for the reason for which it cannot be made', async () => {
    const offer = offerReplacement(() => {
      throw new Error('cannot be recorded');
    });
    await expect(askForReplacement(offer.port, 'no rule')).rejects.toThrow('cannot be recorded');
    offer.close();
  });
});
