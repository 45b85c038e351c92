import { firstValueFrom, NEVER, of, throwError, toArray } from 'rxjs';
import { withResource } from './with-resource.js';

describe('withResource', () => {
  function setUp() {
    const log: string[] = [];
    const open = async () => {
      log.push('open');
      return 'r';
    };
    const close = async () => {
      await Promise.resolve();
      log.push('close');
    };
    return { log, open, close };
  }

  it('opens at the subscription and completes after closing', async () => {
    const { log, open, close } = setUp();
    const stream = withResource(open, (resource) => of(`${resource}1`, `${resource}2`), close);
    expect(log).toEqual([]);
    expect(await firstValueFrom(stream.pipe(toArray()))).toEqual(['r1', 'r2']);
    expect(log).toEqual(['open', 'close']);
  });

  it('fails after closing', async () => {
    const { log, open, close } = setUp();
    const stream = withResource(open, () => throwError(() => new Error('broken')), close);
    await expect(firstValueFrom(stream)).rejects.toThrow('broken');
    expect(log).toEqual(['open', 'close']);
  });

  it('closes once when it is unsubscribed', async () => {
    const { log, open, close } = setUp();
    const subscription = withResource(open, () => NEVER, close).subscribe();
    await Promise.resolve();
    await Promise.resolve();
    subscription.unsubscribe();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['open', 'close']);
  });

  it('does not use what could not be opened', async () => {
    const use = jest.fn(() => of(1));
    const failing = withResource(() => Promise.reject(new Error('locked')), use, async () => undefined);
    await expect(firstValueFrom(failing)).rejects.toThrow('locked');
    expect(use).not.toHaveBeenCalled();
  });
});
