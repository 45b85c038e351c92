import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** What tells this processor from others that compute in another way: its model, and on Linux its instructions. */
function processor(): string {
  const model = `${process.arch} ${cpus()[0]?.model ?? ''}`;
  try {
    const instructions = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    return `${model} ${instructions.split(' ').sort().join(' ')}`;
  } catch {
    return model; // no Linux
  }
}

/**
 * The folder in `cache` for graphs that were compiled on this processor. OpenVINO keys them by the processor's name, which on virtual machines is
 * no more than 'AMD EPYC', with bfloat16 or without, while what it keeps is made for one processor's instructions.
 */
export function processorFolder(cache: string, description = processor()): string {
  return join(cache, createHash('sha256').update(description).digest('hex').slice(0, 16));
}
