import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apiPage } from '../../../tools/testing/api-page.js';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly '@aelab/source': string }>>;
}
const folder = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const entries = Object.entries(manifest.exports).flatMap(([name, target]) =>
  typeof target === 'string' || name === '.' ? [] : [[name.slice(2), target['@aelab/source']] as const],
);

/** Their examples are run by examples.test.ts; `vitest -u` writes pages that are out of date. */
it.each(entries)('docs/api/metrics/%s.md is what the docstrings say', async (name, source) => {
  const page = apiPage(join(folder, source), `@aelab/metrics/${name}`);
  await expect(`${page}\n`).toMatchFileSnapshot(`../../../docs/api/metrics/${name}.md`);
});
