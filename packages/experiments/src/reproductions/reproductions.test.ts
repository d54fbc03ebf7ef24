import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { articleFiles, articleMarkdown } from '@aelab/viz';
import { describe, expect, it } from 'vitest';
import { expandSweep } from '../sweep/expand-sweep.js';
import { reproductions } from './index.js';
import { readPage } from './page/write-page.js';
import { readRunsFile } from './runs-file.js';

/** The claims and the further work of each document, as they were listed when it was read. */
const stated = JSON.parse(readFileSync(join(import.meta.dirname, 'stated-claims.json'), 'utf8')) as Record<
  string,
  string[]
>;
const docs = join(import.meta.dirname, '../../../../docs/reproductions');

describe.each(Object.entries(reproductions))('%s', (name, { claims, runs }) => {
  it('tests every claim of the document, or says why not', () => {
    const tested = new Set(claims.map(({ claim }) => claim));
    expect([...tested].sort()).toEqual([...(stated[name] ?? [])].sort());
  });

  it('tells tests of one claim apart', () => {
    const names = claims.map(({ claim, part = '' }) => `${claim} ${part}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(['quick', 'full'] as const)('states runs that can be carried out (%s)', async (scale) => {
    const { groups } = await readRunsFile(runs, scale);
    for (const { sweep } of groups) expect(expandSweep(sweep).length).toBeGreaterThan(0);
  });

  it('takes as many seeds as asked, a group that says fewer excepted', async () => {
    const { groups } = await readRunsFile(runs, 'quick', 7);
    const seeds = groups.map(({ sweep }) => sweep.seeds);
    expect(Math.max(...seeds.map(Number))).toBe(7);
  });
});

/** Where no results are committed yet, there is no page either. */
const published = Object.values(reproductions).filter(({ name }) =>
  existsSync(join(docs, name, 'results.json')),
);

describe.each(published.map((one) => [one.name, one] as const))('the page of %s', (name, reproduction) => {
  it('says what its results say, text and charts', async () => {
    const { page } = await readPage(reproduction, join(docs, name));
    expect(await readFile(join(docs, `${name}.md`), 'utf8')).toBe(articleMarkdown(page, name));
    for (const [file, svg] of Object.entries(articleFiles(page)))
      expect(await readFile(join(docs, name, file), 'utf8'), file).toBe(svg);
  });

  it('has no file that it does not link to', async () => {
    const { page } = await readPage(reproduction, join(docs, name));
    const kept = await readdir(join(docs, name));
    expect(kept.sort()).toEqual([...Object.keys(articleFiles(page)), 'results.json'].sort());
  });
});
