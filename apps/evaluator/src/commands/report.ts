import { writeFileAtomically } from '@electra-ts/checkpoint';
import { userPath } from '@electra-ts/cli';
import { renderReport } from '@electra-ts/report';
import { chosenEngine } from '../io/chosen-engine.js';
import { runsReport } from '../report/runs-report.js';
import { readRuns } from '../runs/read-runs.js';
import { type DataOptions, taskOf } from './compare.js';

/** `electra-evaluator report`: one self-contained page about runs. */
export async function report(paths: readonly string[], options: DataOptions & { readonly out: string; readonly json: boolean }): Promise<void> {
  const { split, json } = options;
  const runs = await readRuns(paths);
  const data = options.data === undefined ? undefined : userPath(options.data);
  const page = await runsReport(runs, { ...chosenEngine(options), data, task: await taskOf(options), split });
  const out = userPath(options.out);
  await writeFileAtomically(out, renderReport(page));
  process.stdout.write(json ? `${JSON.stringify({ report: out })}\n` : `${options.out}\n`);
}
