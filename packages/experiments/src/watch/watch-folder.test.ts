import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, lacks } from '../../../../tools/testing/requires.js';
import { parseConfig } from '../config.js';
import { startRun } from '../run/run.js';
import { UsageError } from '../usage-error.js';
import { watchFolder } from './watch-folder.js';

let home: string;
const at = (name: string) => join(home, name);
const config = parseConfig({
  dataset: 'mnist',
  subset: { train: 200, test: 50 },
  model: { type: 'dense', hidden: [8], latentDim: 4 },
  training: { epochs: 4, batchSize: 50 },
  backend: 'wasm',
});

/** Opens the live page for as long as `look` looks at it. */
async function watching<T>(folder: string, look: (address: string) => Promise<T>): Promise<T> {
  const end = new AbortController();
  let ended = Promise.resolve();
  const address = await new Promise<string>((resolve, reject) => {
    ended = watchFolder(folder, { signal: end.signal, onListen: resolve });
    ended.catch(reject);
  });
  try {
    return await look(address);
  } finally {
    end.abort();
    await ended;
  }
}

const statusOf = (address: string, options: object) =>
  new Promise<number | undefined>((resolve) =>
    request(address, options, (response) => resolve(response.resume().statusCode)).end(),
  );

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab watch '));
  await startRun(config, at('done'));
  const interrupt = new AbortController();
  const onEvent = ({ stage, ...event }: { stage: string }) => {
    if (stage === 'training' && 'epoch' in event && event.epoch === 3) interrupt.abort(new Error('stop'));
  };
  await expect(startRun(config, at('cut'), { signal: interrupt.signal, onEvent })).rejects.toThrow('stop');
});
afterAll(() => rm(home, { recursive: true }));

describe('watchFolder', () => {
  it('shows a finished run with its verdict, its samples and its report', async () => {
    await watching(at('done'), async (address) => {
      const html = await (await fetch(address)).text();
      expect(html).toContain('PCA with 4 components');
      for (const epoch of [1, 2, 4]) expect(html).toContain(`>Epoch ${epoch}</text>`);
      expect(await (await fetch(`${address}report.html`)).text()).toContain('<h1>Dense autoencoder of MNIST');
    });
  });

  it('shows what an interrupted run had come to', async () => {
    const html = await watching(at('cut'), async (address) => (await fetch(address)).text());
    expect(html).toMatch(/\d+\s%\sof the training is done; it was interrupted\./);
    expect(html).toContain('>Epoch 2</text>');
  });

  it('shows a sweep: how many have ended, who is at work, and the errors so far', async () => {
    const attempt = at('sweep/unfinished/abc/1');
    await mkdir(attempt, { recursive: true });
    await mkdir(at('sweep/runs/def'), { recursive: true });
    await writeFile(join(attempt, 'config.yaml'), 'dataset: mnist\nmodel: { type: dense, latentDim: 2 }\n');
    const progress = { share: 0.5, imagesPerSecond: 900, loss: [0.2, 0.1], validationLoss: [] };
    await writeFile(join(attempt, 'progress.json'), JSON.stringify(progress));
    const run = { address: 'def', changes: { 'model.latentDim': 8 }, config: {}, state: 'finished' };
    const results = { runs: [{ ...run, figures: { 'test.mse': 0.01 } }] };
    await writeFile(at('sweep/results.json'), JSON.stringify(results));
    const html = await watching(at('sweep'), async (address) => (await fetch(address)).text());
    expect(html).toContain('1 run finished');
    expect(html).toContain('seed=0');
    expect(html).toContain('model.latentDim=8');
  });

  it('answers only those that call it by its loopback name, and only what they may ask', async () => {
    await watching(at('done'), async (address) => {
      expect(new URL(address).hostname).toBe('127.0.0.1');
      expect(await statusOf(address, { headers: { host: 'evil.example' } })).toBe(403);
      expect(await statusOf(address, { headers: { host: `localhost:${new URL(address).port}` } })).toBe(200);
      expect(await statusOf(address, { method: 'POST' })).toBe(405);
      expect(await statusOf(`${address}run.json`, {})).toBe(404);
      expect(await statusOf(`${address}../run.json`, {})).toBe(404);
    });
  });

  it('refuses a folder without a run or a sweep, and a port that is taken', async () => {
    const options = { signal: new AbortController().signal, onListen: () => undefined };
    await expect(watchFolder(home, options)).rejects.toThrow('holds neither a run nor a sweep');
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(watchFolder(at('done'), { ...options, port })).rejects.toThrow(UsageError);
    other.close();
  });
});

describe.skipIf(lacks('browser', 'the live page in Chromium'))('the live page', () => {
  it('shows each change without being loaded again, and says when nobody tells it any more', async () => {
    const browser = await playwright.launch({ executablePath: chromium, args: ['--no-sandbox'] });
    const page = await browser.newPage();
    const messages: string[] = [];
    page.on('pageerror', ({ message }) => messages.push(message));
    page.on('console', (message) => messages.push(message.text()));
    await watching(at('cut'), async (address) => {
      await page.goto(address);
      expect(await page.locator('.verdict').textContent()).toContain('interrupted');
      expect(await page.locator('#samples svg image, section svg image').count()).toBeGreaterThan(0);
      await rename(at('cut'), at('cut before'));
      await rename(at('done'), at('cut'));
      await page.getByText('The report of this run').waitFor();
      expect(messages).toEqual([]);
    });
    await page.getByText('aelab watch has ended').waitFor();
    await browser.close();
  });
});
