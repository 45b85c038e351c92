import { RecordError } from './record-error.js';

describe('RecordError', () => {
  it('can be told from other errors', () => {
    const error = new RecordError('what', { cause: 'why' });
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.message, error.cause]).toEqual(['RecordError', 'what', 'why']);
  });
});
