import { packageVersion } from '@electra-ts/config';
import { choosePrecision, inspectEngines, hardware, describeHardware, type EngineReport } from '@electra-ts/engine';
import { printJson } from '../io/print-json.js';

/** One engine in words: a line, and below it what would help. */
function engineLines({ name, available, version, threads, detail, settings, remedy }: EngineReport): string[] {
  const facts = [version, threads === undefined ? undefined : `${threads} threads`, detail].filter((fact) => fact !== undefined);
  return [
    `  ${available ? 'yes' : 'no '}  ${name.padEnd(12)} ${facts.join(', ')}`,
    ...(settings === undefined
      ? []
      : [`                    spinning ${settings.spinning} µs, memory pattern ${settings.memoryPattern ? 'on' : 'off'}`]),
    ...(remedy === undefined ? [] : [`                    to get it: ${remedy}`]),
  ];
}

/** Tells what this machine offers. The engine `auto` is the first one that is available; what the precision `auto` is may have to be measured, in about a second. */
export async function doctor(options: { json: boolean }): Promise<void> {
  const version = packageVersion(import.meta.url);
  const machine = hardware();
  const engines = await inspectEngines();
  const openVino = engines.find(({ name }) => name === 'openvino') as EngineReport;
  const auto = await choosePrecision({ precision: 'auto' }, { openVino: async () => openVino });
  if (options.json) {
    await printJson({ trainer: version, node: process.versions.node, platform: `${process.platform} ${process.arch}`, hardware: machine, engines, autoPrecision: auto });
    return;
  }
  const lines = [
    `electra-trainer ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    describeHardware(machine),
    ...(machine.hugePages === undefined ? [] : [`huge pages: ${machine.hugePages} (asked for with --huge-pages)`]),
    '',
    'engines, in the order in which --engine auto tries them (cpu only when asked for):',
    ...engines.flatMap(engineLines),
    `--precision auto: ${auto.precision}, ${auto.reason}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
