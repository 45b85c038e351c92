import { engineNames, type EngineName } from './engine-name.js';
import type { EngineReport } from './engine-report.js';
import { probeCpu } from './probes/probe-cpu.js';
import { probeOnnxruntime } from './probes/probe-onnxruntime.js';
import { probeOpenVino } from './probes/probe-openvino.js';
import { probeTensorflow } from './probes/probe-tensorflow.js';
import { probeWasm } from './probes/probe-wasm.js';

/** Looks at one engine: loads its package or library, if it has one, and starts nothing that stays. `library` is OpenVINO's folder, where it is not found by itself. */
export async function inspectEngine(name: EngineName, { library }: { readonly library?: string } = {}): Promise<EngineReport> {
  const probes = { onnxruntime: probeOnnxruntime, openvino: () => probeOpenVino(library), tensorflow: probeTensorflow, wasm: probeWasm, cpu: probeCpu };
  return probes[name]();
}

/** What is known about every engine on this machine, in the order in which `auto` tries them. */
export async function inspectEngines(): Promise<readonly EngineReport[]> {
  const reports: EngineReport[] = [];
  // One after the other: loading a binding changes tfjs' active backend for a moment.
  for (const name of engineNames) {
    reports.push(await inspectEngine(name));
  }
  return reports;
}
