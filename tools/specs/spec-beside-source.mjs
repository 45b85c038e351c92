import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/**
 * Whether a TypeScript file leaves something to run once its types are gone. Types, interfaces, re-exports and what is
 * imported for them leave nothing.
 *
 * @param source the file's text
 */
export function hasRuntimeCode(source) {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true, isolatedModules: true },
  });
  const { statements } = ts.createSourceFile('file.js', outputText, ts.ScriptTarget.ES2022);
  return statements.some((statement) => {
    if (ts.isImportDeclaration(statement)) return statement.importClause === undefined;
    return !ts.isExportDeclaration(statement) && !ts.isEmptyStatement(statement);
  });
}

/** Entries of packages and commands, and what serves specs only. */
const isExempt = (file) => ['index.ts', 'main.ts'].includes(basename(file)) || /\.(?:spec|fixture|d)\.ts$/.test(file);

/**
 * Source files with code and no spec beside them.
 *
 * @param folder searched with all folders in it
 */
export function withoutSpec(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !isExempt(name))
    .map((name) => join(folder, name))
    .filter((file) => !existsSync(file.replace(/\.ts$/, '.spec.ts')) && hasRuntimeCode(readFileSync(file, 'utf8')))
    .sort();
}
