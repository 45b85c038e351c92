import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLimits } from './limits.js';

describe('defaultLimits', () => {
  const { bodyBytes, mostTokens, receiveMilliseconds, answerMilliseconds, waiting, perClient, batch } = defaultLimits;

  it('leave room: a full batch may wait, one client cannot fill the queue, and there is longer to answer than to ask', () => {
    expect(batch).toBeLessThanOrEqual(waiting);
    expect(perClient).toBeLessThan(waiting);
    expect(receiveMilliseconds).toBeLessThan(answerMilliseconds);
  });

  it('are what README says', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8').replace(/\s+/g, ' ');
    expect(readme).toContain(`Bodies over ${bodyBytes / 1024} KiB are answered 413, as is what a model would have to read more than ${mostTokens.toLocaleString('en')} tokens for`);
    expect(readme).toContain(`the ${perClient + 1}th request of one address in progress 429`);
    expect(readme).toContain(`a queue of ${waiting} or ${answerMilliseconds / 1000} seconds without an answer 503`);
  });
});
