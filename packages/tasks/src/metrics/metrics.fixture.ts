import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnsweredQuestion } from './squad-metrics.js';

type Numbers = Readonly<Record<string, number>>;
type Tags = readonly (readonly string[])[];

/** Cases with the values that scikit-learn, scipy, seqeval and transformers give; made by tools/fixtures/task_metrics.py. */
export const metricCases = JSON.parse(readFileSync(join(__dirname, '../../fixtures/metrics.json'), 'utf8')) as {
  readonly classification: readonly {
    readonly gold: readonly number[];
    readonly predicted: readonly number[];
    readonly scores?: readonly number[];
    readonly accuracy: number;
    readonly matthews: number;
    readonly f1?: number;
    readonly auc?: number;
  }[];
  readonly regression: readonly {
    readonly gold: readonly number[];
    readonly predicted: readonly number[];
    readonly pearson: number;
    readonly spearmanr: number;
    readonly mse: number;
  }[];
  readonly multilabel: readonly ({ readonly labels: readonly string[]; readonly gold: Tags; readonly predicted: Tags } & Record<
    'accuracy' | 'f1_micro' | 'f1_macro',
    number
  >)[];
  readonly tagging: readonly ({ readonly gold: Tags; readonly predicted: Tags } & Record<
    'accuracy' | 'precision' | 'recall' | 'FB1',
    number
  >)[];
  readonly answers: readonly {
    readonly gold: string;
    readonly predicted: string;
    readonly normalized: string;
    readonly exact: number;
    readonly f1: number;
  }[];
  readonly squad: readonly { readonly questions: readonly AnsweredQuestion[]; readonly threshold: number; readonly metrics: Numbers }[];
};
