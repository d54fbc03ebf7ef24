import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChartOptions } from './charts/chart-options.js';
import { renderSvg, type ChartSpec } from './svg/render-svg.js';
import { cut, overlaps, textBoxes } from './testing/text-boxes.js';

const folder = join(import.meta.dirname, '../../../docs/gallery');
const names = readdirSync(join(folder, 'charts'))
  .map((file) => file.replace('.ts', ''))
  .sort();

type Chart = (options: ChartOptions) => ChartSpec | string;

async function draw(name: string, options: ChartOptions): Promise<string> {
  const { default: chart } = (await import(join(folder, 'charts', `${name}.ts`))) as { default: Chart };
  const drawn = chart(options);
  return typeof drawn === 'string' ? drawn : renderSvg(drawn);
}

describe.each(names)('the gallery’s %s', (name) => {
  it('looks as it did', async () => {
    await expect(await draw(name, {})).toMatchFileSnapshot(join(folder, `svg/${name}.svg`));
  });

  it.each([640, 340])('is as wide as told, no text of it cut or covered, at %i px', async (width) => {
    const svg = await draw(name, { width });
    expect(cut(svg)).toEqual([]);
    expect(overlaps(textBoxes(svg))).toEqual([]);
    expect(Number(/width="([\d.]+)"/.exec(svg)?.[1])).toBeLessThanOrEqual(width + 8);
  });

  it('says what it shows to those who cannot see it', async () => {
    expect(/aria-label="([^"]*)"/.exec(await draw(name, {}))?.[1].length).toBeGreaterThan(20);
  });
});

it('has a page with every chart and the code that makes it', async () => {
  const parts = names.map((name) => {
    const code = readFileSync(join(folder, 'charts', `${name}.ts`), 'utf8').trim();
    return `## ${name}\n\n![${name}](svg/${name}.svg)\n\n\`\`\`ts\n${code}\n\`\`\`\n`;
  });
  const head =
    '# Gallery\n\nEvery chart of `@aelab/viz` with the lines that make it. The data are of a run of the demo and of PCA on MNIST, made by `tools/gallery-data.mjs`. A test draws each chart again and compares it with the one here.\n';
  await expect([head, ...parts].join('\n')).toMatchFileSnapshot(join(folder, 'README.md'));
});
