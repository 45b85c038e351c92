import { RequestError } from './request-error.js';

describe('RequestError', () => {
  it('carries what to answer', () => {
    const error = new RequestError(405, 'Expected POST.', { allow: 'POST' });
    expect([error.status, error.message, error.headers]).toEqual([405, 'Expected POST.', { allow: 'POST' }]);
    expect(String(error)).toBe('RequestError: Expected POST.');
  });

  it('is told from other errors, and sends no headers unless told', () => {
    const thrown = (): never => {
      throw new RequestError(400, 'no');
    };
    expect(thrown).toThrow(RequestError);
    expect(new RequestError(400, 'no').headers).toEqual({});
  });
});
