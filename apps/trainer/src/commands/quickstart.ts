import { readdir, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { interruptible, typedCommand, userPath } from '@electra-ts/cli';
import { describeFileError, fileErrorCode, writeFileAtomically } from '@electra-ts/checkpoint';
import { applySettings, formatDuration, parseConfig, UserError } from '@electra-ts/config';
import { createRuntime } from '@electra-ts/engine';
import { type EngineFlags, engineSettings } from '../io/engine-settings.js';
import { printJson } from '../io/print-json.js';
import { quickstartConfig } from '../quickstart/quickstart-config.js';
import { runQuickstart } from '../quickstart/quickstart.js';

/** What the user typed. */
export interface QuickstartCommandOptions extends EngineFlags {
  readonly out: string;
  readonly seed?: number;
  readonly set?: readonly string[];
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** `electra-trainer quickstart`. */
export async function quickstart(options: QuickstartCommandOptions): Promise<void> {
  const { seed, set = [], force, quiet } = options;
  const flags = [...(seed === undefined ? [] : [`seed=${seed}`]), ...engineSettings(options)];
  const config = parseConfig(quickstartConfig, applySettings(quickstartConfig.parse({}), [...flags, ...set]), 'The settings of quickstart');
  const out = userPath(options.out);
  // Whatever cannot be used is found before anything of an earlier quickstart goes.
  await (await createRuntime({ ...config.engine, engine: config.engine.name })).runtime.dispose();
  await claimFolder(out, force);
  const started = performance.now();
  const result = await interruptible(
    (signal) => runQuickstart({ config, out, quiet, signal }),
    `Stopped; what is done is kept in ${options.out}. The same command goes on from there.`,
  );
  if (options.json) {
    await printJson(result);
    return;
  }
  const seconds = (performance.now() - started) / 1000;
  const lines = [
    '',
    ...result.verdicts.map(({ claim, holds, measured }) => `${holds ? 'yes' : 'NO '}  ${claim}: ${measured}`),
    '',
    `The report is ${join(options.out, 'report.html')} (${formatDuration(seconds)} in all). Next, for example:`,
    `  ${typedCommand('electra-evaluator detect')} --model ${join(options.out, 'run')} --text 'the president of the united potatoes'`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The file that says whose the folder is. */
const MARKER = 'quickstart.json';
/** What a quickstart writes. */
const PARTS = ['corpus', 'tokenizer', 'data', 'run', 'mails', 'finetuned', 'stages', 'report.html'];

/**
 * Makes sure that a folder is a quickstart's, since its stages replace folders such as `corpus` and `run`.
 *
 * @param force removes what an earlier quickstart wrote, and nothing else
 * @throws UserError where the folder holds something else, or is none
 */
async function claimFolder(out: string, force: boolean): Promise<void> {
  const names = await readdir(out).catch((error: unknown): string[] => {
    if (fileErrorCode(error) === 'ENOENT') return [];
    throw describeFileError(error, 'use', out);
  });
  if (names.length > 0 && !names.includes(MARKER)) {
    throw new UserError({
      what: `${out} holds files that no quickstart wrote`,
      expected: 'a new or empty folder, or one that an earlier quickstart wrote',
      received: names.slice(0, 5).join(', '),
      remedy: 'Choose another --out; nothing was changed.',
    });
  }
  if (force) await Promise.all(PARTS.map((name) => rm(join(out, name), { recursive: true, force: true })));
  await mkdir(join(out, 'stages'), { recursive: true });
  await writeFileAtomically(join(out, MARKER), `${JSON.stringify({ kind: 'quickstart' })}\n`);
}
