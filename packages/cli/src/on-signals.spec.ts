import { EventEmitter } from 'node:events';
import { onSignals } from './on-signals.js';

class FakeProcess extends EventEmitter {
  readonly stderr = { isTTY: false };
  readonly exits: number[] = [];
  exit(status: number): void {
    this.exits.push(status);
  }
}

describe('onSignals', () => {
  let host: FakeProcess;
  let controller: AbortController;
  let now: number;
  beforeEach(() => {
    host = new FakeProcess();
    controller = new AbortController();
    now = 0;
  });
  const listen = () => onSignals(controller, host, () => now);

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('the first %s aborts and leaves status %d', (signal, status) => {
    const watch = listen();
    expect(watch.exitStatus()).toBeUndefined();
    host.emit(signal);
    expect(controller.signal.aborted).toBe(true);
    expect(watch.exitStatus()).toBe(status);
    expect(host.exits).toEqual([]);
  });

  it('the second ends the process, unless it is the echo of the first', () => {
    listen();
    host.emit('SIGINT');
    now = 900;
    host.emit('SIGINT');
    expect(host.exits).toEqual([]);
    now = 1100;
    host.emit('SIGTERM');
    expect(host.exits).toEqual([143]);
  });

  it('the closing of a terminal aborts, and never is a second signal', () => {
    host.stderr.isTTY = true;
    const watch = listen();
    host.emit('SIGHUP');
    expect({ status: watch.exitStatus(), aborted: controller.signal.aborted }).toEqual({ status: 129, aborted: true });
    now = 5000;
    host.emit('SIGHUP');
    expect(host.exits).toEqual([]);
    host.emit('SIGINT');
    expect(host.exits).toEqual([130]);
  });

  it('goes on after SIGHUP where standard error is no terminal', () => {
    const watch = listen();
    host.emit('SIGHUP');
    expect({ status: watch.exitStatus(), aborted: controller.signal.aborted }).toEqual({ status: undefined, aborted: false });
    expect(host.listenerCount('SIGHUP')).toBe(1);
  });

  it('hears nothing after stop', () => {
    const watch = listen();
    watch.stop();
    host.emit('SIGINT');
    host.emit('SIGTERM');
    expect(controller.signal.aborted).toBe(false);
    expect(host.eventNames()).toEqual([]);
  });
});
