import { choosePrecision, type PrecisionSurroundings } from './choose-precision.js';

describe('choosePrecision', () => {
  const there: PrecisionSurroundings = {
    openVino: async () => ({ name: 'openvino', available: true, version: '2026.4.1', detail: 'compiled steps' }),
    bfloat16: true,
  };
  const absent = async () => ({ name: 'openvino', available: false, detail: 'OpenVINO is not installed' }) as const;
  const never: PrecisionSurroundings['openVino'] = () => Promise.reject(new Error('OpenVINO was looked for'));

  it('takes bfloat16 by auto where OpenVINO is found and the processor has it, and says so', async () => {
    const chosen = { precision: 'bfloat16', reason: 'since OpenVINO is here and this processor has it' };
    expect(await choosePrecision({ precision: 'auto' }, there)).toEqual(chosen);
    expect(await choosePrecision({ precision: 'auto', engine: 'openvino' }, there)).toEqual(chosen);
  });

  it('takes float32 by auto elsewhere, and says what is missing', async () => {
    const auto = (surroundings: PrecisionSurroundings, engine: 'auto' | 'wasm' = 'auto') => choosePrecision({ precision: 'auto', engine }, surroundings);
    expect(await auto({ ...there, openVino: absent })).toEqual({ precision: 'float32', reason: 'since bfloat16 needs OpenVINO: OpenVINO is not installed' });
    expect(await auto({ bfloat16: false, openVino: never })).toEqual({ precision: 'float32', reason: 'since this processor has no bfloat16' });
    expect(await auto({ bfloat16: undefined, openVino: never })).toEqual({ precision: 'float32', reason: 'since it is not known here whether the processor has bfloat16' });
    expect(await auto({ bfloat16: true, openVino: never }, 'wasm')).toEqual({ precision: 'float32', reason: 'since the engine wasm has no bfloat16' });
  });

  it('gives what was asked for, but on a processor without bfloat16', async () => {
    expect(await choosePrecision({}, { ...there, openVino: never })).toEqual({ precision: 'float32' });
    expect(await choosePrecision({ precision: 'bfloat16' }, { ...there, openVino: never })).toEqual({ precision: 'bfloat16' });
    expect(await choosePrecision({ precision: 'bfloat16' }, { bfloat16: undefined, openVino: never })).toEqual({ precision: 'bfloat16' });
    expect(await choosePrecision({ precision: 'bfloat16' }, { bfloat16: false, openVino: never })).toMatchObject({ precision: 'float32' });
  });
});
