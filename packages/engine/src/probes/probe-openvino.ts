import { findOpenVino, openVinoRemedy, OpenVinoRuntime } from '@electra-ts/compiler';
import { availableParallelism } from 'node:os';
import type { EngineReport } from '../engine-report.js';
import { hardware } from '../hardware.js';

/** Starts the library of a folder for a moment, to learn its version. */
async function versionOf(library: string): Promise<string> {
  const runtime = await OpenVinoRuntime.create({ library });
  await runtime.dispose();
  return runtime.version;
}

/** Whether OpenVINO is installed and loads; it is called through koffi, and Python never runs. */
export async function probeOpenVino(
  folder: string | undefined = findOpenVino(),
  version: (library: string) => Promise<string> = versionOf,
  bfloat16: boolean | undefined = hardware().bfloat16,
): Promise<EngineReport> {
  const name = 'openvino';
  if (folder === undefined) return { name, available: false, detail: 'OpenVINO is not installed', remedy: openVinoRemedy };
  try {
    const detail = `compiled steps on cpu, ${bfloat16 === false ? 'float32 only: this processor has no bfloat16' : 'float32 or bfloat16'}, from ${folder}`;
    // The build's name behind the version says nothing to a user.
    return { name, available: true, version: (await version(folder)).split('-')[0], threads: availableParallelism(), detail };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name, available: false, detail: `${folder}: ${reason}`, remedy: openVinoRemedy };
  }
}
