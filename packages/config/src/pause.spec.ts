import { pause } from './pause.js';

describe('pause', () => {
  it('lets a timer run', async () => {
    let ran = false;
    setImmediate(() => (ran = true));
    await pause();
    expect(ran).toBe(true);
  });

  it('throws the reason of an abort, also of one that comes meanwhile', async () => {
    await expect(pause(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error('now')));
    await expect(pause(controller.signal)).rejects.toThrow('now');
  });
});
