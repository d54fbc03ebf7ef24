import ts from 'typescript';

/**
 * The exports of a TypeScript file as a page of Markdown: the signature of each, and its docstring with parameters,
 * results, errors, examples and sources.
 */
export function apiPage(file: string, title: string): string {
  const program = ts.createProgram([file], { strict: true, target: ts.ScriptTarget.ES2022, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`apiPage: ${file} exports nothing`);
  const entries = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((symbol) => entryOf(symbol, checker));
  return [`# ${title}`, ...entries].join('\n\n');
}

function entryOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const [declaration] = symbol.declarations ?? [];
  const tags = symbol.getJsDocTags(checker);
  const texts = (name: string) => tags.filter((tag) => tag.name === name).map(textOf);
  return [
    `## ${symbol.name}`,
    textOf({ text: symbol.getDocumentationComment(checker) }),
    code(signatureOf(declaration)),
    list([
      ...texts('param').map(paramLine),
      ...texts('returns').map((text) => `returns ${text}`),
      ...texts('throws').map((text) => `throws ${text}`),
      // TypeScript takes the first word of a source for the name of an export.
      ...texts('see').map((text) => `see ${text.replace(/^(\S+) ,/, '$1,')}`),
    ]),
    ...texts('example').map(code),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The declaration without what it does: a function without its body, a constant without its value. */
function signatureOf(declaration: ts.Declaration): string {
  const source = declaration.getSourceFile().text;
  const text = (from: ts.Node, end: number) =>
    source
      .slice(from.getStart(), end)
      .replace(/^export /, '')
      .trim();
  if (ts.isFunctionDeclaration(declaration) && declaration.body)
    return `${text(declaration, declaration.body.pos)};`;
  if (ts.isVariableDeclaration(declaration)) return `const ${declaration.name.getText()};`;
  return text(declaration, declaration.end);
}

interface Documented {
  readonly text?: readonly ts.SymbolDisplayPart[];
}

/** Text of a docstring; a link to another export becomes its name. */
function textOf({ text = [] }: Documented): string {
  return ts
    .displayPartsToString([...text])
    .replace(/\{@link (\w+) ?\}/g, '`$1`')
    .trim();
}

function paramLine(text: string): string {
  const [name, ...rest] = text.split(/\s+(?:- )?/);
  return `\`${name}\`: ${rest.join(' ')}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line.replace(/\s*\n\s*/g, ' ')}`).join('\n');
}

function code(text: string): string {
  return `\`\`\`typescript\n${text}\n\`\`\``;
}
