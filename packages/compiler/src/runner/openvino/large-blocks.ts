/* Memory of the process outside of JavaScript, as C libraries ask for it. */
import { env, platform } from 'node:process';

/** M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's malloc.h. */
const [TRIM_THRESHOLD, MMAP_THRESHOLD] = [-1, -3];
/** Bytes from which on a block counts as large. With 128 KiB, where glibc begins, a joint step of ELECTRA-small needs 1 % less. */
const LARGE = 2 ** 20;
/** Bytes below which a block is kept, at most: where glibc comes to by itself once it has seen blocks as large (DEFAULT_MMAP_THRESHOLD_MAX of malloc.c). */
const LARGEST = 2 ** 25;

/** What becomes of large blocks when they are freed. */
export interface LargeBlocks {
  /** They go back to the system. Asking for them again is slow: it has to fill their pages with zeros. */
  release(): void;
  /** They stay with the process, up to 32 MiB each, as they do by and by in every process that uses some. */
  keep(): void;
}

/**
 * OpenVINO fills a buffer for each input when it compiles, and frees it in the first run, when the input is bound to ours: 430 MB of a joint step of ELECTRA-small with its noise. glibc keeps blocks of up to 32 MiB once it
 * has seen such, and they would stay resident for as long as the process lives.
 *
 * Does nothing under other C libraries, and where the user has told glibc what to do (MALLOC_MMAP_THRESHOLD_, GLIBC_TUNABLES).
 */
export async function largeBlocks(): Promise<LargeBlocks> {
  const nothing = { release: () => undefined, keep: () => undefined };
  const isChosen = env['MALLOC_MMAP_THRESHOLD_'] !== undefined || (env['GLIBC_TUNABLES'] ?? '').includes('mmap_threshold');
  if (platform !== 'linux' || isChosen) return nothing;
  try {
    const { default: koffi } = await import('koffi');
    const setOption = koffi.load('libc.so.6').func('int mallopt(int, int)');
    let from: number | undefined;
    const keepBelow = (bytes: number) => {
      if (bytes === from) return;
      from = bytes;
      setOption(MMAP_THRESHOLD, bytes);
      // What glibc makes of it by itself; a threshold that is set leaves the other where it was, and every smaller block would go back too.
      setOption(TRIM_THRESHOLD, 2 * bytes);
    };
    return { release: () => keepBelow(LARGE), keep: () => keepBelow(LARGEST) };
  } catch {
    return nothing;
  }
}
