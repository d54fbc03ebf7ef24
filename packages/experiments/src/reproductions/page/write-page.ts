import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { articleFiles, articleHtml, articleMarkdown, type Article, type ArticlePicture } from '@aelab/viz';
import { writeWhole } from '../../run/run-folder.js';
import type { Reproduction } from '../reproduction.js';
import { resultsJson, type ReproductionResults } from '../results.js';
import { reproductionPage } from './reproduction-page.js';

/** The page of results that lie in a folder with their pictures: `results.json` and SVG files. */
export async function readPage(
  reproduction: Reproduction,
  folder: string,
): Promise<{ readonly results: ReproductionResults; readonly page: Article }> {
  const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as ReproductionResults;
  const pictures = await Promise.all(
    results.pictures.map(async ({ file, title }): Promise<ArticlePicture> => ({
      ...{ kind: 'picture', file, title },
      svg: await readFile(join(folder, `${file}.svg`), 'utf8'),
    })),
  );
  return { results, page: reproductionPage(reproduction, results, pictures) };
}

/**
 * Writes the pages of a reproduction's results: `NAME.md` beside a folder `NAME` of what it links to, and
 * `reports/NAME.html`.
 *
 * @param from - the folder of `results.json` and its pictures
 * @param to - where the Markdown goes, such as `docs/reproductions`
 */
export async function writePages(reproduction: Reproduction, from: string, to: string): Promise<string> {
  const { results, page } = await readPage(reproduction, from);
  const { name } = reproduction;
  const folder = join(to, name);
  await mkdir(folder, { recursive: true });
  for (const [file, svg] of Object.entries(articleFiles(page))) await writeWhole(join(folder, file), svg);
  await writeWhole(join(folder, 'results.json'), resultsJson(results));
  await mkdir(join(to, 'reports'), { recursive: true });
  await writeWhole(join(to, 'reports', `${name}.html`), articleHtml(page));
  await writeWhole(join(to, `${name}.md`), articleMarkdown(page, name));
  return join(to, `${name}.md`);
}
