import { UserError } from '@electra-ts/config';

const seconds = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 } as const;

/**
 * A duration in seconds: '90s', '55m', '1.5h', '2h30m', '1d', or a plain number of seconds.
 *
 * @param what the name of what was given, for the message
 * @throws UserError for anything else
 */
export function parseDuration(text: string, what: string): number {
  const compact = text.replace(/\s/g, '');
  const parts = [...compact.matchAll(/(\d+(?:\.\d+)?)(min|[smhd])/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join('') === compact;
  const plain = /^\d+(\.\d+)?$/.test(compact) ? Number(compact) : NaN;
  const total = isWhole
    ? parts.reduce((sum, [, count, unit]) => sum + Number(count) * seconds[unit as keyof typeof seconds], 0)
    : plain;
  if (total > 0) return total;
  throw new UserError({ what, expected: 'a duration above 0 such as 55m, 8h, 2h30m or 90s', received: text });
}
