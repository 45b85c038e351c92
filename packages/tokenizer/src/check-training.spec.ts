import { UserError } from '@electra-ts/config';

import { checkTraining } from './check-training.js';

describe('checkTraining', () => {
  it.each([{ minFrequency: 0 }, { minFrequency: 2, alphabetLimit: 1 }])('accepts %j', (options) => {
    expect(() => checkTraining('train', ['a text'], options)).not.toThrow();
  });

  it('refuses a text in place of texts', () => {
    const train = () => checkTraining('train', 'a whole text', { minFrequency: 2 });
    expect(train).toThrow(TypeError);
    expect(train).toThrow('train: expected texts, such as [text], received one text');
  });

  it.each([
    [{ minFrequency: NaN }, 'least frequency of a pair is wrong: expected a whole number, at least 0, received NaN'],
    [{ minFrequency: -1 }, 'received -1'],
    [{ minFrequency: 1.5 }, 'received 1.5'],
    [{ minFrequency: 2, alphabetLimit: 0 }, 'number of characters to keep is wrong: expected a whole number, at least 1, received 0'],
    [{ minFrequency: 2, alphabetLimit: NaN }, 'received NaN'],
  ])('refuses %j', (options, message) => {
    expect(() => checkTraining('train', [], options)).toThrow(UserError);
    expect(() => checkTraining('train', [], options)).toThrow(message);
  });
});
