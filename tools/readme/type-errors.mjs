import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const options = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  noEmit: true,
  types: ['node'],
  // What a new project has: `tsc --init` of TypeScript 5.9.
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  noUncheckedSideEffectImports: true,
  skipLibCheck: true,
};

/**
 * What a new TypeScript project says of programs that are copied into it.
 *
 * @param {readonly { name: string, code: string, folder: string }[]} programs each with the folder from which its imports are found
 * @returns {string[]} each with name and line of the program
 */
export function typeErrors(programs) {
  const files = new Map(programs.map(({ name, code, folder }, index) => [join(folder, `.type-errors-${index}-${process.pid}.mts`), { name, code }]));
  try {
    for (const [file, { code }] of files) writeFileSync(file, `${code}\nexport {};\n`);
    return ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options)).map(({ file, start, messageText }) => {
      const name = files.get(file?.fileName)?.name ?? file?.fileName ?? 'options';
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
      return `${name}, line ${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  } finally {
    for (const file of files.keys()) rmSync(file, { force: true });
  }
}
