import { type Excerpt, formatMetric, type SectionPart } from '@electra-ts/report';
import type { Calibration, Examination, Mistake } from '@electra-ts/tasks';

/** Mistakes that are shown. */
const SHOWN = 20;

/** A closer look at answers, as parts of a page. */
export function examinationParts({ perLabel, confusion, calibration, mistakes }: Examination, examples: number): SectionPart[] {
  const excerpts = mistakes.filter(({ wrongness }) => wrongness > 0).slice(0, SHOWN).map(excerptOf);
  return [
    ...(perLabel
      ? [
          {
            type: 'table',
            table: {
              title: 'By label',
              columns: ['label', 'precision', 'recall', 'F1', 'right', 'answered'],
              rows: perLabel.map(({ label, precision, recall, f1, gold, predicted }) => [
                ...[label, ...[precision, recall, f1].map(formatMetric), String(gold), String(predicted)],
              ]),
              note: 'Right: how often the label is the right one. Answered: how often it was the answer.',
            },
          } as const,
        ]
      : []),
    ...(confusion
      ? [
          {
            type: 'matrix',
            matrix: {
              ...{ title: 'What is taken for what', rowTitle: 'right', columnTitle: 'answer', ...confusion },
              note: 'Rows are right labels, columns answers; the darker, the larger the share of the row. Framed cells are right.',
            },
          } as const,
        ]
      : []),
    ...(calibration && calibration.bins.length > 0 ? [{ type: 'charts', charts: [calibrationChart(calibration)] } as const] : []),
    ...(excerpts.length > 0
      ? [{ type: 'excerpts', title: `Most wrong: ${excerpts.length} of ${mistakes.length}, among ${examples} examples`, excerpts } as const]
      : []),
  ];
}

function calibrationChart({ of, bins, expectedError }: Calibration) {
  return {
    title: 'Calibration',
    unit: 'share that is right',
    along: 'probability',
    fromZero: true,
    series: [
      { name: of, points: bins.map(({ confidence, accuracy }) => ({ step: confidence, value: accuracy })) },
      { name: 'probabilities that mean what they say', points: [0, 1].map((value) => ({ step: value, value })) },
    ],
    note: `Below the dashed line the model is surer than it should be. Expected calibration error: ${formatMetric(expectedError)}.`,
  };
}

const excerptOf = ({ place, input, right, answer, wrongness }: Mistake): Excerpt => ({
  text: Object.entries(input).map(([label, value]) => ({ label, value })),
  facts: [
    { label: 'right', value: right },
    { label: 'answer', value: answer },
    { label: 'how wrong', value: formatMetric(wrongness) },
    { label: 'example', value: String(place + 1) },
  ],
});
