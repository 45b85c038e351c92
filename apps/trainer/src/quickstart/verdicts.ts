import type { Verdict } from '@electra-ts/report';

/** Numbers that the verdicts are about. */
export interface Measured {
  /** The last held-out evaluation of pre-training; see `heldOutMetrics` of @electra-ts/pretraining. */
  readonly evaluation: Readonly<Record<string, number>>;
  /** Best accuracy on the development mails, from the pre-trained and from the untrained network: medians over `seeds` fine-tunings each. */
  readonly accuracy: { readonly pretrained: number; readonly untrained: number; readonly seeds: number };
}

/** The area that the lower end of its interval has to exceed: clearly better than a coin, for whom it is 0.5. */
export const AREA_TO_EXCEED = 0.6;

/** What a quickstart is expected to show, and what it showed. */
export function quickstartVerdicts({ evaluation, accuracy }: Measured): Verdict[] {
  const show = (name: string) => (evaluation[name] ?? NaN).toFixed(3);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    {
      claim: 'The discriminator tells random words from the right ones in text it never saw',
      holds: evaluation['fixed/aucLow'] > AREA_TO_EXCEED,
      measured:
        `area under the ROC curve ${show('fixed/auc')}, 95 % interval ${show('fixed/aucLow')} to ` +
        `${show('fixed/aucHigh')}; the lower end has to exceed ${AREA_TO_EXCEED.toFixed(2)}`,
    },
    {
      claim: 'The generator fills masks better than the most frequent word would',
      holds: evaluation['generator/accuracy'] > evaluation['generator/unigramBaseline'],
      measured: `right ${show('generator/accuracy')} of the time, the most frequent word ${show('generator/unigramBaseline')}`,
    },
    {
      claim: 'Fine-tuning from the pre-trained network is at least as good as from an untrained one, at equal steps',
      holds: accuracy.pretrained >= accuracy.untrained,
      measured:
        `accuracy ${percent(accuracy.pretrained)} against ${percent(accuracy.untrained)}` +
        (accuracy.seeds > 1 ? `, medians over ${accuracy.seeds} seeds` : ''),
    },
  ];
}
