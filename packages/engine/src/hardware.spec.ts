import { chosenHugePages, describeHardware, hardware, hasBfloat16, widestSimd } from './hardware.js';

describe('hardware', () => {
  it('describes this machine within the limits of any', () => {
    const { cpuModel, logicalCores, memoryBytes } = hardware();
    expect(cpuModel).not.toBe('');
    expect(logicalCores).toBeGreaterThanOrEqual(1);
    expect(memoryBytes).toBeGreaterThan(2 ** 26);
    expect(memoryBytes).toBeLessThan(2 ** 50);
  });
});

describe('widestSimd', () => {
  it('takes the widest of the flags', () => {
    expect(widestSimd('processor\t: 0\nflags\t\t: fpu sse4_2 avx avx2 avx512f\nbugs\t: x')).toBe('AVX-512');
    expect(widestSimd('flags : avx512f amx_tile')).toBe('AMX');
    expect(widestSimd('flags : avx')).toBe('AVX');
    expect(widestSimd('Features\t: fp asimd evtstrm')).toBe('NEON');
  });

  it('knows nothing of a text without flags', () => {
    expect(widestSimd('')).toBeUndefined();
    expect(widestSimd('flags : fpu')).toBeUndefined();
  });
});

describe('hasBfloat16', () => {
  it('knows the flags of three families of processors', () => {
    for (const flags of ['flags : avx512f avx512_bf16', 'flags : amx_tile amx_bf16', 'Features\t: asimd bf16']) expect(hasBfloat16(flags)).toBe(true);
    expect(hasBfloat16('flags : avx512f amx_int8')).toBe(false);
  });
});

describe('chosenHugePages', () => {
  it('is the word in brackets', () => {
    expect(chosenHugePages('always [madvise] never\n')).toBe('madvise');
    expect(chosenHugePages('')).toBeUndefined();
  });
});

describe('describeHardware', () => {
  it('is one line', () => {
    const machine = { cpuModel: 'EPYC', logicalCores: 2, memoryBytes: 8 * 2 ** 30, simd: 'AVX2' };
    expect(describeHardware(machine)).toBe('EPYC (2 logical cores, AVX2, 8.0 GiB)');
    const plain = { cpuModel: 'M1', logicalCores: 1, memoryBytes: 2 ** 30 };
    expect(describeHardware(plain)).toBe('M1 (1 logical core, 1.0 GiB)');
  });
});
