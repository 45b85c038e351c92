import { type GraphProfile, groupProfile, type ProfileRow } from '@electra-ts/compiler';

/** Rows of a table that are shown; the rest is small. */
const SHOWN = 15;

/** Layers of one kind count as one: `encoder.layer.3.output` and `encoder.layer.7.output` are `encoder.layer.N.output`. */
function withoutNumbers(row: ProfileRow): ProfileRow {
  return { ...row, layer: row.layer.replace(/\.\d+(?=\.|$)/g, '.N') };
}

/** What `electra-bench step --profile` prints of a graph: milliseconds of one run and their share, by phase, provider, operation and layer, slowest first. */
export function profileTable({ step, runs, rows }: GraphProfile): string {
  const together = rows.map(withoutNumbers);
  const all = rows.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const lines = (['phase', 'provider', 'op', 'layer'] as const).flatMap((key) => [
    key,
    ...groupProfile(together, key)
      .slice(0, SHOWN)
      .map(({ name, calls, milliseconds }) => {
        const share = `${((100 * milliseconds) / all).toFixed(1)} %`;
        return `  ${(name || '(none)').padEnd(64)} ${(milliseconds / runs).toFixed(2).padStart(9)} ${share.padStart(7)} ${String(calls / runs).padStart(6)} calls`;
      }),
  ]);
  return [`${step}, milliseconds a run over ${runs} runs`, ...lines, ''].join('\n');
}
