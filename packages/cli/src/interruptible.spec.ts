import { EventEmitter } from 'node:events';
import { Interrupted } from './interrupted.js';
import { interruptible } from './interruptible.js';

describe('interruptible', () => {
  // Not the process of the test itself, which a test runner may stand between.
  const host = Object.assign(new EventEmitter(), { exit: () => undefined });
  const interrupt = () => host.emit('SIGINT');

  it('hands on the result, and listens no longer than the work lasts', async () => {
    const before = host.listenerCount('SIGINT');
    expect(await interruptible(async () => host.listenerCount('SIGINT'), 'x', host)).toBe(before + 1);
    expect(host.listenerCount('SIGINT')).toBe(before);
  });

  it('ends as interrupted where the work stops early', async () => {
    const work = async (signal: AbortSignal) => {
      interrupt();
      return signal.aborted;
    };
    const stopped = interruptible(work, 'Saved; go on with --resume.', host);
    await expect(stopped).rejects.toBeInstanceOf(Interrupted);
    await expect(stopped).rejects.toMatchObject({ status: 130, message: 'Saved; go on with --resume.' });
  });

  it('asks what to say once the work has ended', async () => {
    let saved = false;
    const work = async () => {
      interrupt();
      saved = true;
    };
    await expect(interruptible(work, async () => `saved: ${saved}`, host)).rejects.toThrow('saved: true');
  });

  it('ends as interrupted where the work throws the abort, and as failed for any other error', async () => {
    const aborted = async (signal: AbortSignal) => {
      interrupt();
      signal.throwIfAborted();
    };
    await expect(interruptible(aborted, 'x', host)).rejects.toBeInstanceOf(Interrupted);
    const failed = async () => {
      interrupt();
      throw new Error('The disk is full.');
    };
    await expect(interruptible(failed, 'x', host)).rejects.toThrow('The disk is full.');
  });
});
