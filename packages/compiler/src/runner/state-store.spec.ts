import { StateStore } from './state-store.js';

const value = (...numbers: number[]) => ({
  shape: [numbers.length],
  dtype: 'float32',
  data: Float32Array.from(numbers),
}) as const;

describe('StateStore', () => {
  it('keeps the old value until what was written becomes current', () => {
    const store = new StateStore();
    store.write('w', value(1, 2));
    store.spare('w').data.set([3, 4]);
    expect(store.read('w').data).toEqual(Float32Array.of(1, 2));
    store.swap('w');
    expect(store.read('w').data).toEqual(Float32Array.of(3, 4));
    store.spare('w').data.set([5, 6]);
    store.swap('w');
    expect(store.read('w').data).toEqual(Float32Array.of(5, 6));
  });

  it('uses two buffers for ever', () => {
    const store = new StateStore();
    store.write('w', value(1));
    const buffers = new Set([store.current('w').data, store.spare('w').data]);
    for (let step = 0; step < 4; step++) {
      store.swap('w');
      buffers.add(store.current('w').data).add(store.spare('w').data);
    }
    expect(buffers.size).toBe(2);
  });

  it('reads copies and writes into what is there', () => {
    const store = new StateStore();
    store.write('w', value(1));
    const { data } = store.current('w');
    store.read('w').data[0] = 9;
    expect(data[0]).toBe(1);
    store.write('w', value(7));
    expect(data[0]).toBe(7);
  });

  it('copies into memory that is given, where it fits', () => {
    const store = new StateStore();
    store.write('w', value(1));
    const spent = new Float32Array(store.current('w').data.length);
    const { data } = store.read('w', spent);
    expect(data).toBe(spent);
    expect(data).toEqual(store.current('w').data);
    for (const other of [new Float32Array(spent.length + 1), new Int32Array(spent.length), new Float32Array(0)]) {
      expect(store.read('w', other).data).not.toBe(other);
      expect(store.read('w', other).data).toEqual(store.current('w').data);
    }
  });

  it('knows what it does not have', () => {
    const store = new StateStore();
    expect(() => store.read('w')).toThrow("there is no variable 'w'");
    store.write('w', value(1));
    expect(() => store.swap('w')).toThrow("nothing has been written for 'w'");
  });
});
