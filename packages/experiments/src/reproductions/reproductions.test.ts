import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { articleFiles, articleMarkdown } from '@aelab/viz';
import { describe, expect, it } from 'vitest';
import { expandSweep, type Changes } from '../sweep/expand-sweep.js';
import { reproductions } from './index.js';
import { readPage } from './page/write-page.js';
import { readRunsFile, type RunGroup } from './runs-file.js';

/** The claims and the further work of each document, as they were listed when it was read. */
const stated = JSON.parse(readFileSync(join(import.meta.dirname, 'stated-claims.json'), 'utf8')) as Record<
  string,
  string[]
>;
const docs = join(import.meta.dirname, '../../../../docs');
/** Where the page of a reproduction is committed. */
const pagesOf = (name: string) => (name === 'table' ? docs : join(docs, 'reproductions'));

describe.each(Object.entries(reproductions))('%s', (name, { claims, runs, pictures }) => {
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

  it('draws pictures of runs that it states, each to a file of its own', async () => {
    const { groups, missing } = await readRunsFile(runs, 'full');
    for (const { group, changes } of pictures.flatMap(({ rows }) => [...rows]))
      if (!(group in missing)) expect(statedChanges(groups, group)).toContainEqual(changes);
    expect(new Set(pictures.map(({ file }) => file)).size).toBe(pictures.length);
  });

  it('takes as many seeds as asked, a group that says fewer excepted', async () => {
    const { groups } = await readRunsFile(runs, 'quick', 7);
    const seeds = groups.map(({ sweep }) => sweep.seeds);
    expect(Math.max(...seeds.map(Number))).toBe(7);
  });
});

describe('readRunsFile', () => {
  it('names a group that is part of the other scale alone as missing', async () => {
    const { runs } = reproductions['cae-cnn-judge-paper'];
    const [quick, full] = [await readRunsFile(runs, 'quick'), await readRunsFile(runs, 'full')];
    expect(quick.missing['wider']).toMatch(/--full alone/);
    expect(full.missing).not.toHaveProperty('wider');
    expect(full.groups.map(({ name }) => name)).toContain('wider');
  });

  it('says what the quick runs leave out of the full ones', async () => {
    const { runs } = reproductions['bottleneck-poster'];
    const [mnist] = (await readRunsFile(runs, 'quick')).groups;
    expect(mnist.cuts).toContainEqual({ setting: 'training.epochs', full: 100, quick: 12 });
    expect(mnist.cuts).toContainEqual({ setting: 'subset', full: null, quick: { train: 6000, test: 2000 } });
    expect((await readRunsFile(runs, 'full')).groups[0].cuts).toEqual([]);
  });
});

/** What tells the runs of a group apart, besides the seed. */
function statedChanges(groups: readonly RunGroup[], group: string): Changes[] {
  const found = groups.filter(({ name }) => name === group);
  return found
    .flatMap(({ sweep }) => expandSweep({ ...sweep, seeds: undefined }))
    .map(({ changes }) => changes);
}

/** Where no results are committed yet, there is no page either. */
const published = Object.values(reproductions).filter(({ name }) =>
  existsSync(join(pagesOf(name), name, 'results.json')),
);

describe.each(published.map((one) => [one.name, one] as const))('the page of %s', (name, reproduction) => {
  it('says what its results say, text and charts', async () => {
    const folder = join(pagesOf(name), name);
    const { page } = await readPage(reproduction, folder);
    expect(await readFile(`${folder}.md`, 'utf8')).toBe(articleMarkdown(page, name));
    for (const [file, svg] of Object.entries(articleFiles(page)))
      expect(await readFile(join(folder, file), 'utf8'), file).toBe(svg);
  });

  it('has no file that it does not link to', async () => {
    const folder = join(pagesOf(name), name);
    const { page } = await readPage(reproduction, folder);
    const kept = await readdir(folder);
    expect(kept.sort()).toEqual([...Object.keys(articleFiles(page)), 'results.json'].sort());
  });
});
