/** What `run` writes to standard output; standard error is thrown away. */
export async function standardOutputOf(run: () => Promise<void>): Promise<string> {
  let text = '';
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => ((text += String(chunk)), true));
  const error = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await run();
  } finally {
    out.mockRestore();
    error.mockRestore();
  }
  return text;
}
