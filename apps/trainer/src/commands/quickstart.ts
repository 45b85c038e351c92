import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { userPath } from '@electra-ts/cli';
import { applySettings, parseConfig, UserError } from '@electra-ts/config';
import { formatDuration } from '@electra-ts/training';
import { interruptible } from '../io/interruptible.js';
import { printJson } from '../io/print-json.js';
import { quickstartConfig } from '../quickstart/quickstart-config.js';
import { runQuickstart } from '../quickstart/quickstart.js';

/** What the user typed. */
export interface QuickstartCommandOptions {
  readonly out: string;
  readonly seed?: number;
  readonly engine?: string;
  readonly threads?: number;
  readonly precision?: string;
  readonly set?: readonly string[];
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** `electra-trainer quickstart`. */
export async function quickstart(options: QuickstartCommandOptions): Promise<void> {
  const { seed, engine, threads, precision, set = [], force, quiet } = options;
  const flags = [
    ...(seed === undefined ? [] : [`seed=${seed}`]),
    ...(engine === undefined ? [] : [`engine.name=${engine}`]),
    ...(threads === undefined ? [] : [`engine.threads=${threads}`]),
    ...(precision === undefined ? [] : [`engine.precision=${precision}`]),
  ];
  const config = parseConfig(quickstartConfig, applySettings({}, [...flags, ...set]), 'The settings of quickstart');
  const out = userPath(options.out);
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
    `  npx electra-evaluator detect --model ${join(options.out, 'run')} --text 'the president of the united potatoes'`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/**
 * Makes sure that everything in the folder is a quickstart's, since its stages replace folders such as `corpus` and `run`.
 *
 * @param force removes an earlier quickstart
 * @throws UserError where the folder holds something else
 */
async function claimFolder(out: string, force: boolean): Promise<void> {
  const stages = join(out, 'stages');
  if (!existsSync(stages) && existsSync(out) && readdirSync(out).length > 0) {
    throw new UserError({
      what: `${out} holds files that no quickstart wrote`,
      expected: 'a new or empty folder, or one that an earlier quickstart wrote',
      remedy: 'Choose another --out; nothing was changed.',
    });
  }
  if (force) await rm(out, { recursive: true, force: true });
  await mkdir(stages, { recursive: true });
}
