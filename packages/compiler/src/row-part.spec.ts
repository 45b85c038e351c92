import { rowPart } from './row-part.js';

it('rowPart cuts a tensor between rows', () => {
  const tensor = { shape: [4, 1, 2], dtype: 'int32', data: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8) } as const;
  expect(rowPart(tensor, 2, 1)).toEqual({ shape: [2, 1, 2], dtype: 'int32', data: Int32Array.of(5, 6, 7, 8) });
  const scalar = { shape: [], dtype: 'float32', data: Float32Array.of(1) } as const;
  expect(rowPart(scalar, 3, 2)).toEqual(scalar);
  expect(() => rowPart(tensor, 3, 0)).toThrow(/divisible by 3, received 4/);
});
