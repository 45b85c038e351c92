import { choosePrecision, type PrecisionSurroundings } from './choose-precision.js';

describe('choosePrecision', () => {
  const there: PrecisionSurroundings = {
    openVino: async () => ({ name: 'openvino', available: true, version: '2026.4.1', detail: 'compiled steps' }),
    bfloat16: true,
    rates: async () => ({ float32: 188, bfloat16: 400 }),
  };
  const absent = async () => ({ name: 'openvino', available: false, detail: 'OpenVINO is not installed' }) as const;
  const unmeasured: PrecisionSurroundings = {
    ...there,
    openVino: () => Promise.reject(new Error('OpenVINO was looked for')),
    rates: () => Promise.reject(new Error('products were measured')),
  };

  it('takes bfloat16 by auto where OpenVINO is found and the processor has it, and says so', async () => {
    const chosen = { precision: 'bfloat16', reason: 'since products are 2.1 times as fast in bfloat16 as in float32 here' };
    expect(await choosePrecision({ precision: 'auto' }, there)).toEqual(chosen);
    expect(await choosePrecision({ precision: 'auto', engine: 'openvino' }, there)).toEqual(chosen);
  });

  it('takes float32 by auto elsewhere, and says what is missing', async () => {
    const auto = (surroundings: PrecisionSurroundings, engine: 'auto' | 'wasm' = 'auto') => choosePrecision({ precision: 'auto', engine }, surroundings);
    expect(await auto({ ...unmeasured, openVino: absent })).toEqual({ precision: 'float32', reason: 'since bfloat16 needs OpenVINO: OpenVINO is not installed' });
    expect(await auto({ ...unmeasured, bfloat16: false })).toEqual({ precision: 'float32', reason: 'since this processor has no bfloat16' });
    expect(await auto({ ...unmeasured, bfloat16: undefined })).toEqual({ precision: 'float32', reason: 'since it is not known here whether the processor has bfloat16' });
    expect(await auto(unmeasured, 'wasm')).toEqual({ precision: 'float32', reason: 'since the engine wasm has no bfloat16' });
  });

  it('takes float32 by auto where products are not faster in bfloat16, or OpenVINO cannot compute them', async () => {
    const auto = (rates: PrecisionSurroundings['rates']) => choosePrecision({ precision: 'auto' }, { ...there, rates });
    expect(await auto(async () => ({ float32: 290, bfloat16: 164 }))).toEqual({ precision: 'float32', reason: 'since products are 0.6 times as fast in bfloat16 as in float32 here' });
    expect(await auto(async () => ({ float32: 100, bfloat16: 119 }))).toMatchObject({ precision: 'float32' });
    expect(await auto(async () => ({ float32: Number.NaN, bfloat16: 119 }))).toMatchObject({ precision: 'float32' });
    expect(await auto(() => Promise.reject(new Error('no plugin')))).toEqual({ precision: 'float32', reason: 'since products in bfloat16 could not be timed: no plugin' });
  });

  it('gives what was asked for, but on a processor without bfloat16', async () => {
    expect(await choosePrecision({}, unmeasured)).toEqual({ precision: 'float32' });
    expect(await choosePrecision({ precision: 'bfloat16' }, unmeasured)).toEqual({ precision: 'bfloat16' });
    expect(await choosePrecision({ precision: 'bfloat16' }, { ...unmeasured, bfloat16: undefined })).toEqual({ precision: 'bfloat16' });
    expect(await choosePrecision({ precision: 'bfloat16' }, { ...unmeasured, bfloat16: false })).toMatchObject({ precision: 'float32' });
  });
});
