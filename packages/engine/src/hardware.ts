import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** The machine, as far as it matters to speed. */
export interface Hardware {
  /** Marketing name of the processor, or 'unknown processor'. */
  readonly cpuModel: string;
  /** Threads that can run at once, hyper-threads included, within this process's limits. */
  readonly logicalCores: number;
  /** Bytes of memory, of the container's limit where there is one. */
  readonly memoryBytes: number;
  /** Widest vector instructions. Read from /proc/cpuinfo: known on Linux only. */
  readonly simd?: string;
  /** Whether the processor multiplies bfloat16 natively (AVX512_BF16, AMX, Arm's BF16). Known on Linux only. */
  readonly bfloat16?: boolean;
  /** When Linux backs memory with huge pages: 'always', 'madvise' (where a program asks) or 'never'. Absent elsewhere. */
  readonly hugePages?: string;
}

/** Describes the machine that this process runs on. */
export function hardware(): Hardware {
  const limit = process.constrainedMemory();
  const processor = readProcessor();
  const simd = widestSimd(processor);
  const hugePages = readHugePages();
  return {
    cpuModel: cpus()[0]?.model.trim() || 'unknown processor',
    logicalCores: availableParallelism(),
    // Without a limit, Node reports 0 or a number larger than the machine.
    memoryBytes: limit > 0 ? Math.min(limit, totalmem()) : totalmem(),
    ...(simd === undefined ? {} : { simd }),
    ...(processor === '' ? {} : { bfloat16: hasBfloat16(processor) }),
    ...(hugePages === undefined ? {} : { hugePages }),
  };
}

/** One line: processor, cores, vector instructions, memory. */
export function describeHardware({ cpuModel, logicalCores, memoryBytes, simd }: Hardware): string {
  const cores = `${logicalCores} logical ${logicalCores === 1 ? 'core' : 'cores'}`;
  const memory = `${(memoryBytes / 2 ** 30).toFixed(1)} GiB`;
  return `${cpuModel} (${[cores, simd, memory].filter((part) => part !== undefined).join(', ')})`;
}

// Widest first. AMX multiplies bfloat16 and int8 tiles; NEON is called asimd by Linux.
const SIMD_FLAGS = [
  ['amx_tile', 'AMX'],
  ['avx512f', 'AVX-512'],
  ['avx2', 'AVX2'],
  ['avx', 'AVX'],
  ['sse4_2', 'SSE4.2'],
  ['sve', 'SVE'],
  ['asimd', 'NEON'],
] as const;

/** The widest vector instructions that the text of /proc/cpuinfo names, if any. */
export function widestSimd(cpuinfo: string): string | undefined {
  const flags = flagsOf(cpuinfo);
  return SIMD_FLAGS.find(([flag]) => flags.has(flag))?.[1];
}

/** Whether the text of /proc/cpuinfo names matrix or vector products of bfloat16. */
export function hasBfloat16(cpuinfo: string): boolean {
  const flags = flagsOf(cpuinfo);
  return ['avx512_bf16', 'amx_bf16', 'bf16'].some((flag) => flags.has(flag));
}

function flagsOf(cpuinfo: string): ReadonlySet<string> {
  const line = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo)?.[1] ?? '';
  return new Set(line.trim().split(/\s+/));
}

/** The text of /proc/cpuinfo; empty where there is none. */
function readProcessor(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return ''; // not Linux, or /proc is not mounted
  }
}

/** The choice in the text of /sys/kernel/mm/transparent_hugepage/enabled, such as 'always [madvise] never'. */
export function chosenHugePages(text: string): string | undefined {
  return /\[(\w+)\]/.exec(text)?.[1];
}

function readHugePages(): string | undefined {
  try {
    return chosenHugePages(readFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8'));
  } catch {
    return undefined; // not Linux, or a kernel without them
  }
}
