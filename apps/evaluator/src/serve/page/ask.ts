/// <reference lib="dom" />
// This runs in the browser.

/**
 * Asks the server.
 *
 * @param operation last part of the address
 * @throws Error with the server's reason where it refuses
 */
export async function ask<T>(operation: string, question: object): Promise<T> {
  const response = await fetch(`api/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  });
  const answer = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(answer.error ?? `The server said ${response.status}.`);
  return answer;
}
