/// <reference lib="dom" />
import { imageBatch } from '@aelab/images';
import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, lacks } from '../../../../tools/testing/requires.js';
import { fullRecord } from '../testing/records.js';
import { comparison } from './comparison/comparison.js';
import { report } from './report.js';

const images = imageBatch(
  Float32Array.from({ length: 10 * 784 }, (_, i) => ((i * 31) % 97) / 97),
  [10, 28, 28, 1],
);
const coloured = imageBatch(
  Float32Array.from({ length: 10 * 32 * 32 * 3 }, (_, i) => ((i * 29) % 89) / 89),
  [10, 32, 32, 3],
);
const labels = Uint8Array.from({ length: 200 }, (_, i) => i % 10);
const classNames = Array.from({ length: 10 }, (_, i) => String(i));
const plane = (shift: number) => Float64Array.from({ length: 400 }, (_, i) => ((i * 37) % 101) + shift);

const pages = {
  report: report({
    record: fullRecord,
    pictures: { originals: images, reconstructions: images, labels: classNames },
    imageErrors: plane(1),
    embedding: { originals: plane(0), reconstructions: plane(1), labels, classNames },
  }),
  colour: report({
    record: { ...fullRecord, data: { ...fullRecord.data, name: 'cifar-10', imageShape: [32, 32, 3] } },
    pictures: { originals: coloured, reconstructions: coloured, labels: classNames },
    samples: { originals: coloured, rows: [1, 2, 4].map((epoch) => ({ epoch, images: coloured })) },
  }),
  comparison: comparison({
    runs: [1, 1.1, 1.3, 1.4, 2].map((factor, i) => ({
      name: `run ${i}`,
      record: { ...fullRecord, seed: i, test: { ...fullRecord.test, mse: 0.01 * factor } },
    })),
  }),
} as const;

const views = [1280, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

describe.skipIf(lacks('browser', 'the report in Chromium'))(
  'a page opened from disk without a network',
  () => {
    let browser: Browser;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'aelab-viz-'));
      browser = await playwright.launch({ executablePath: chromium, args: ['--no-sandbox'] });
      for (const [name, html] of Object.entries(pages)) await writeFile(join(folder, `${name}.html`), html);
    });
    afterAll(async () => {
      await browser.close();
      await rm(folder, { recursive: true });
    });

    const opened = async (name: keyof typeof pages, view: (typeof views)[number]) => {
      const context = await browser.newContext({
        viewport: { width: view.width, height: 844 },
        colorScheme: view.colorScheme,
        offline: true,
      });
      const page = await context.newPage();
      const events: string[] = [];
      page.on('console', (message) => events.push(message.text()));
      page.on('pageerror', (error) => events.push(error.message));
      page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) events.push(request.url());
      });
      await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
      return { page, events };
    };

    describe.each(Object.keys(pages) as (keyof typeof pages)[])('%s', (name) => {
      it.each(views)(
        'is quiet, fits, passes axe and draws every chart at $width px, $colorScheme',
        async (view) => {
          const { page, events } = await opened(name, view);
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          ).toBeLessThanOrEqual(0);
          const drawings = await page.locator('figure svg:visible').all();
          expect(drawings.length).toBe(await page.locator('figure').count());
          for (const drawing of drawings)
            expect(await coloursIn(page, await drawing.screenshot())).toBeGreaterThan(3);
          expect(await axeViolations(page)).toEqual([]);
          expect(events).toEqual([]);
          await keepScreenshot(page, `${name}-${view.width}-${view.colorScheme}`);
          await page.context().close();
        },
      );
    });

    it('says what a mark is where the pointer is', async () => {
      const { page } = await opened('report', { width: 1280, colorScheme: 'light' });
      await page.locator('#classes figure svg:visible [aria-roledescription="bar"]').first().hover();
      expect(await page.locator('#tip').textContent()).toContain('Class: 0');
      await page.context().close();
    });

    it('gives the data of a chart as a file', async () => {
      const { page } = await opened('report', { width: 1280, colorScheme: 'light' });
      const waiting = page.waitForEvent('download');
      await page.locator('#classes .csv a').first().click();
      const download = await waiting;
      expect(download.suggestedFilename()).toBe('error-by-class.csv');
      const text = await readFile(await download.path(), 'utf8');
      expect(text.split('\r\n')[1]).toMatch(/^0,0\.0103,/);
      await page.context().close();
    });

    it('gives the pixels of pictures as a file, to the grey level', async () => {
      const { page } = await opened('colour', { width: 390, colorScheme: 'dark' });
      const waiting = page.waitForEvent('download');
      await page.locator('#pictures .csv button').press('Enter');
      const rows = (await readFile(await (await waiting).path(), 'utf8')).trim().split('\r\n');
      const [red, green, blue] = Array.from(coloured.data.subarray(3 * 32 * 5 + 3, 3 * 32 * 5 + 6), (value) =>
        Math.round(255 * value),
      );
      expect(rows).toHaveLength(1 + 3 * 10 * 32 * 32);
      expect(rows).toContain(`1,"Original 0",5,1,${red},${green},${blue}`);
      await page.context().close();
    });

    it('can be read with the keyboard alone: the first stop skips to the content', async () => {
      const { page } = await opened('report', { width: 390, colorScheme: 'light' });
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).hash).toBe('#content');
      await page.context().close();
    });

    it('shows wide charts in black on white on paper', async () => {
      const { page } = await opened('report', { width: 390, colorScheme: 'dark' });
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.wide svg').first().isVisible()).toBe(true);
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
        'rgb(255, 255, 255)',
      );
      await page.context().close();
    });
  },
);

/** For people to look at: where `AELAB_SCREENSHOTS` names a folder, as `.ci/run` does. */
async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['AELAB_SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  });
}

/** How many different colours a picture has: a blank one has a single. */
async function coloursIn(page: Page, png: Buffer): Promise<number> {
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (!context) return 0;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }, png.toString('base64'));
}
