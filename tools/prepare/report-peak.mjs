// Given to a process by --import: when it ends, it writes the most memory that it had, in bytes, to its file descriptor 3.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  // The peak of the resident set, in KiB on every system (libuv's uv_getrusage).
  process.on('exit', () => writeSync(3, String(1024 * process.resourceUsage().maxRSS)));
}
