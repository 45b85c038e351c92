import type { Document } from '../sources/document-stream.js';
import type { CleaningStep } from './cleaning-step.js';

/** What one step did. */
export interface StepReport {
  readonly name: string;
  /** Documents whose text it changed. */
  changed: number;
  /** Documents that it dropped, by reason. */
  readonly dropped: Record<string, number>;
}

/** What cleaning did, so far. */
export interface CleaningReport {
  read: number;
  kept: number;
  readonly steps: readonly StepReport[];
}

/** An empty report for some steps, to be filled by `cleanDocuments`. */
export function cleaningReport(steps: readonly CleaningStep[]): CleaningReport {
  return { read: 0, kept: 0, steps: steps.map(({ name }) => ({ name, changed: 0, dropped: {} })) };
}

/**
 * Passes documents through the steps in order, one document at a time; a step sees what the steps before it made. What
 * each changed and dropped, and why, is in `report` as far as the documents have been read.
 */
export async function* cleanDocuments(
  documents: AsyncIterable<Document>,
  steps: readonly CleaningStep[],
  report: CleaningReport = cleaningReport(steps),
): AsyncGenerator<Document> {
  for await (const document of documents) {
    report.read++;
    const cleaned = await clean(document, steps, report);
    if (cleaned !== undefined) {
      report.kept++;
      yield cleaned;
    }
  }
}

async function clean(
  document: Document,
  steps: readonly CleaningStep[],
  report: CleaningReport,
): Promise<Document | undefined> {
  let current = document;
  for (const [i, step] of steps.entries()) {
    const result = await step.apply(current);
    const { dropped } = report.steps[i];
    if ('dropped' in result) {
      dropped[result.dropped] = (dropped[result.dropped] ?? 0) + 1;
      return undefined;
    }
    if (result.text !== current.text) {
      report.steps[i].changed++;
    }
    current = result;
  }
  return current;
}
