import { warn } from './warn.js';

describe('warn', () => {
  it('writes a line to standard error', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    warn('questions are long');
    expect(write.mock.calls).toEqual([['warning: questions are long\n']]);
    write.mockRestore();
  });
});
