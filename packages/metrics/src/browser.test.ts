import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { chromium as playwright } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { chromium, lacks } from '../../../tools/testing/requires.js';
import { ssim } from './index.js';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly '@aelab/source': string }>>;
}
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;
const entries = Object.entries(manifest.exports).flatMap(([name, target]) =>
  typeof target === 'string'
    ? []
    : [[name, fileURLToPath(new URL(`../${target['@aelab/source']}`, import.meta.url))]],
);

/** Those that hold PCA, and with it ml-matrix and the matrix kernels. */
const withPca = ['./pca', './tsne', './overlap', './baselines'];

describe('entry points', () => {
  it.each(entries)('%s: exists, runs without Node, and is small', async (name, file) => {
    expect(existsSync(file)).toBe(true);
    const { bytes, thirdParty } = await bundled(`export * from '${file}'`);
    if (withPca.includes(name)) return;
    expect(thirdParty).toEqual([]);
    if (name !== '.') expect(gzipSync(bytes).length).toBeLessThan(15_000);
  });
});

describe.skipIf(lacks('browser', 'metrics bundled in Chromium'))('in Chromium', () => {
  it('gives the same figures as here', async () => {
    const images = Array.from({ length: 2 * 28 * 28 }, (_, i) => ((i * i) % 17) / 16);
    const [x, y] = [images.map((v) => v), images.map((v, i) => 0.7 * v + (i % 3) / 10)];
    const { bytes } = await bundled(
      `import { ssim } from '${entries.find(([name]) => name === '.')?.[1] ?? ''}';
       const batch = (values) => ({ data: Float64Array.from(values), shape: [2, 28, 28, 1], range: [0, 1] });
       globalThis.run = (x, y) => Array.from(ssim(batch(x), batch(y)));`,
    );
    const browser = await playwright.launch({ executablePath: chromium, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: Buffer.from(bytes).toString(), type: 'module' });
      await page.waitForFunction('globalThis.run');
      const values = await page.evaluate(`run(${JSON.stringify(x)}, ${JSON.stringify(y)})`);
      const batch = (data: number[]) =>
        ({ data: Float64Array.from(data), shape: [2, 28, 28, 1], range: [0, 1] }) as const;
      expect(values).toEqual([...ssim(batch(x), batch(y))]);
    } finally {
      await browser.close();
    }
  });
});

/** The code for a browser: fails if it imports anything of Node. */
async function bundled(contents: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@aelab/source'],
    external: ['danfojs-node', 'tsne-js'],
    logLevel: 'silent',
  });
  const thirdParty = Object.keys(metafile.inputs).filter((file) => file.includes('node_modules/'));
  return { bytes: outputFiles[0].contents, thirdParty };
}
