const MAX_CHARACTERS = 60;

/** A value as it reads in an error message: JSON on one line, cut to 60 characters; `nothing` for undefined. A value nested deeper than the stack is called so. */
export function showValue(value: unknown): string {
  const text = asText(value);
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS - 1)}…`;
}

function asText(value: unknown): string {
  if (value === undefined) return 'nothing';
  // JSON would call NaN and the infinities null.
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch (error) {
    // No stack is left for it, and there would be none for `String` either.
    return (error as Error).name === 'RangeError' ? 'a deeply nested value' : String(value);
  }
}
