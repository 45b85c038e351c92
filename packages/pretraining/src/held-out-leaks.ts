import type { Manifest } from '@electra-ts/data';
import type { DataPhase } from './data-phases.js';

/**
 * Warns of phases that may train on text which the run is measured on. Where documents are held out by a share, the hash of a text
 * decides, so that of the same texts an equal or larger share holds out all that the last phase's does; a smaller one does not, and text
 * that was given says nothing of a share.
 *
 * @param manifests of the phases, in their order
 */
export function heldOutLeaks(phases: readonly Pick<DataPhase, 'path'>[], manifests: readonly HeldOutFacts[]): string[] {
  const [{ path: lastPath }, last] = [phases[phases.length - 1], manifests[manifests.length - 1]];
  const leaks = phases.flatMap(({ path }, phase) => {
    if (path === lastPath || !mayLeak(manifests[phase], last)) return [];
    const how = `${heldOut(manifests[phase])} is held out in ${path}, ${heldOut(last)} in ${lastPath}`;
    return [
      `data.phases: ${how}. Where both are of the same texts, the run trains on text that it is measured on at the end: prepare them with the same --validation, or the same --valid`,
    ];
  });
  return [...new Set(leaks)];
}

/** What a manifest tells of how text was held out. */
type HeldOutFacts = Pick<Manifest, 'validation' | 'validationFraction'> & { readonly splits: { readonly valid: Pick<Manifest['splits']['valid'], 'documents'> } };

function mayLeak(earlier: HeldOutFacts, last: HeldOutFacts): boolean {
  if (earlier.validation !== last.validation) return true;
  // The same given text has as many documents whatever its examples' length.
  return last.validation === 'given' ? earlier.splits.valid.documents !== last.splits.valid.documents : earlier.validationFraction < last.validationFraction;
}

const heldOut = ({ validation, validationFraction, splits }: HeldOutFacts): string =>
  validation === 'given' ? `text that was given (documents: ${splits.valid.documents})` : `a share of ${validationFraction}`;
