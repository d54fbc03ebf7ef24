import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChartOptions } from './charts/chart-options.js';
import { renderSvg, type ChartSpec } from './svg/render-svg.js';
import { chartTable } from './tables/chart-table.js';
import { csv } from './tables/csv.js';
import { cut, overlaps, textBoxes } from './testing/text-boxes.js';

const folder = join(import.meta.dirname, '../../../docs/gallery');
const names = readdirSync(join(folder, 'charts'))
  .map((file) => file.replace('.ts', ''))
  .sort();

type Chart = (options: ChartOptions) => ChartSpec | string;

async function chartOf(name: string, options: ChartOptions): Promise<ChartSpec | string> {
  const { default: chart } = (await import(join(folder, 'charts', `${name}.ts`))) as { default: Chart };
  return chart(options);
}

/** A chart is a specification, pictures are SVG at once. */
async function draw(name: string, options: ChartOptions): Promise<string> {
  const chart = await chartOf(name, options);
  return typeof chart === 'string' ? chart : renderSvg(chart);
}

describe.each(names)('the gallery’s %s', (name) => {
  it('looks as it did', async () => {
    await expect(await draw(name, {})).toMatchFileSnapshot(join(folder, `svg/${name}.svg`));
  });

  it('has its data as a file, or its pixels in the drawing', async () => {
    const chart = await chartOf(name, {});
    if (typeof chart === 'string') expect(chart).toContain('data:image/png;base64,');
    else await expect(csv(chartTable(chart, name))).toMatchFileSnapshot(join(folder, `csv/${name}.csv`));
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

it('has a page with every chart and the code that makes it, of about ten lines', async () => {
  const parts = names.map((name) => {
    const code = readFileSync(join(folder, 'charts', `${name}.ts`), 'utf8').trim();
    expect(code.split('\n').length, name).toBeLessThanOrEqual(16);
    const data = existsSync(join(folder, `csv/${name}.csv`)) ? `[Its data as CSV](csv/${name}.csv)\n\n` : '';
    return `## ${name}\n\n![${name}](svg/${name}.svg)\n\n${data}\`\`\`ts\n${code}\n\`\`\`\n`;
  });
  const head =
    '# Gallery\n\nEvery chart of `@aelab/viz` with the lines that make it. The data are of finished runs of [the models](../models.md) and of [the reproductions](../reproductions/README.md), gathered by `tools/gallery-data.mjs`. A test draws each chart again and compares it with the one here.\n';
  await expect([head, ...parts].join('\n')).toMatchFileSnapshot(join(folder, 'README.md'));
});
