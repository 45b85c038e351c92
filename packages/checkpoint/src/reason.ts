/** What an error says, and what lies beneath it: `fetch failed` alone tells nobody why. */
export function reason(error: unknown): string {
  const { message, cause } = error as { readonly message?: unknown; readonly cause?: { readonly message?: unknown } };
  const text = typeof message === 'string' ? message : String(error);
  return typeof cause?.message === 'string' && cause.message !== '' ? `${text} (${cause.message})` : text;
}
