/** Writes the one document that `--json` promises on standard output; resolves when it is written, also into a pipe. */
export function printJson(value: unknown, stream: NodeJS.WritableStream = process.stdout): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(`${JSON.stringify(value, null, 2)}\n`, (error) => (error ? reject(error) : resolve()));
  });
}
