import { Interrupted } from './interrupted.js';

describe('Interrupted', () => {
  it('carries the status of its signal', () => {
    expect(new Interrupted(143, 'Saved.')).toMatchObject({ name: 'Interrupted', status: 143, message: 'Saved.' });
  });
});
