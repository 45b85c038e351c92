import { execFileSync } from 'node:child_process';

/** Takes and frees 64 blocks of 4 MiB, each with a smaller one behind it that stays, and prints how much of them is still resident, in MiB. */
const trial = `
import koffi from 'koffi';
import { largeBlocks } from '${new URL('../../../dist/runner/openvino/large-blocks.js', import.meta.url).href}';
const blocks = await largeBlocks();
for (const call of process.argv.slice(1)) blocks[call]();
const libc = koffi.load('libc.so.6');
const [malloc, memset, free] = [libc.func('void* malloc(size_t)'), libc.func('void* memset(void*, int, size_t)'), libc.func('void free(void*)')];
const block = () => memset(malloc(4 * 2 ** 20), 1, 4 * 2 ** 20);
free(block());
const before = process.memoryUsage.rss();
const taken = Array.from({ length: 64 }, () => [block(), malloc(100_000)][0]);
for (const large of taken) free(large);
// Not console.log, which colors numbers where FORCE_COLOR is set.
process.stdout.write(String((process.memoryUsage.rss() - before) / 2 ** 20));
`;

const run = (calls: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  Number(execFileSync(process.execPath, ['--input-type=module', '-e', trial, ...calls], { encoding: 'utf8', env: { ...process.env, ...env } }));

const isGlibc = 'glibcVersionRuntime' in (process.report.getReport() as unknown as { header: object }).header;
(isGlibc ? describe : describe.skip)('largeBlocks (skipped where the C library is not glibc)', () => {
  it('has the process give large blocks back when they are freed, or keep them', () => {
    expect(run(['release'])).toBeLessThan(32);
    expect(run(['release', 'keep'])).toBeGreaterThan(128);
    expect(run([])).toBeGreaterThan(128);
  });

  it('leaves what the user has chosen', () => {
    expect(run(['release'], { MALLOC_MMAP_THRESHOLD_: String(2 ** 25) })).toBeGreaterThan(128);
    expect(run(['release'], { GLIBC_TUNABLES: `glibc.malloc.mmap_threshold=${2 ** 25}` })).toBeGreaterThan(128);
  });
});
