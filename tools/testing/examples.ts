import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** Modules by the name that an example imports them under: `{ '@aelab/images': images }`. */
type Modules = Record<string, object>;

/**
 * Makes one test of each `@example` in the TypeScript files below `folder`. In an example, `expression; // value`
 * claims that the expression (awaited) equals the value: arrays and typed arrays alike, numbers to six digits.
 * All exports of the modules are in scope, imported or not.
 */
export function testDocstringExamples(folder: string, modules: Modules): void {
  for (const file of sourceFiles(folder))
    docstringExamples(readFileSync(file, 'utf8')).forEach((code, i) =>
      it(`${file.slice(folder.length + 1)}, example ${i + 1}`, () => runExample(code, modules)),
    );
}

/** The same for each ```ts block of a Markdown file. */
export function testMarkdownExamples(file: string, modules: Modules): void {
  const blocks = [...readFileSync(file, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)];
  blocks.forEach(([, code], i) => it(`${file}, block ${i + 1}`, () => runExample(code, modules)));
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('generated'))
    .sort()
    .map((name) => join(folder, name));
}

function docstringExamples(source: string): string[] {
  const comments = source.match(/\/\*\*.*?\*\//gs) ?? [];
  return comments.flatMap((comment) => {
    const text = comment.slice(3, -2).replace(/^\s*\* ?/gm, '');
    return [...text.matchAll(/^@example\n(.*?)(?=^@|(?![^]))/gms)].map(([, code]) => code.trim());
  });
}

async function runExample(code: string, modules: Modules): Promise<void> {
  const scope: Record<string, unknown> = Object.assign({}, ...Object.values(modules), {
    __check: check,
    __module: (name: string) => modules[name] ?? fail(`the test passes no module ${name}`),
  });
  const { outputText } = ts.transpileModule(claimsToChecks(importsToConstants(code)), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const AsyncFunction = runExample.constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  // A block of its own, so that an example may declare a name that is also in scope.
  await new AsyncFunction(...Object.keys(scope), `{ ${outputText}\n}`)(...Object.values(scope));
}

function importsToConstants(code: string): string {
  return code.replace(
    /^import \{([^}]*)\} from '([^']+)';/gm,
    (_, names: string, from: string) => `const {${names.replaceAll(' as ', ': ')}} = __module('${from}');`,
  );
}

function claimsToChecks(code: string): string {
  return code.replace(
    /^(?!const|let|import|\/\/)(.+?);[ \t]*\/\/ (.+)$/gm,
    (line, expression: string, claim: string) =>
      isLiteral(claim) ? `__check(await (${expression}), ${claim});` : line,
  );
}

function isLiteral(text: string): boolean {
  return /^(-?[\d.][\de.+-]*|-?Infinity|NaN|true|false|null|undefined|'[^']*'|\[.*\]|\{.*\})$/.test(text);
}

function check(actual: unknown, claimed: unknown): void {
  expect(rounded(actual)).toEqual(rounded(claimed));
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
  if (ArrayBuffer.isView(value)) return rounded(Array.from(value as Float64Array));
  if (Array.isArray(value)) return value.map(rounded);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
  return value;
}

function fail(message: string): never {
  throw new Error(message);
}
