import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetCard, Download } from './dataset-card.js';
import { fetchDataset, verifyDataset, type FetchEvent } from './fetch-dataset.js';
import { mnistCard } from './mnist.js';
import { good, sendsHtml, serve, type Behaviour } from './testing/bad-server.js';
import { tarGz, type TarInput } from './testing/tar-archive.js';

const md5Of = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const expected = (name: string, bytes: Uint8Array) =>
  ({
    name,
    bytes: bytes.length,
    checksum: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
  }) as const;

const images = new Uint8Array(200_000).fill(7);
const labels = new Uint8Array(1_000).fill(3);
const contents = { 'images.bin': images, 'labels.bin': labels };
const whole: TarInput[] = [
  { path: 'set/readme.html', content: new Uint8Array(10) },
  { path: 'set/images.bin', content: images },
  { path: 'set/labels.bin', content: labels },
];

let root: string;
let folder: string;
const running: { close: () => Promise<void> }[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aelab-fetch-'));
  folder = join(root, 'cache', 'set');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
  rmSync(root, { recursive: true });
});

function card(downloads: readonly Download[]): DatasetCard {
  const files = [expected('images.bin', images), expected('labels.bin', labels)];
  return { ...mnistCard, name: 'set', folder: () => folder, layouts: [{ files, downloads }] };
}

/** A data set that is fetched as one archive, and the requests for it. */
async function archived(entries: TarInput[], behaviour: Behaviour = good) {
  const archive = tarGz(entries);
  const server = await serve(behaviour, archive);
  running.push(server);
  const files = ['images.bin', 'labels.bin'];
  const download = {
    name: 'set.tar.gz',
    urls: [server.url],
    bytes: archive.length,
    md5: md5Of(archive),
    files,
  };
  return { card: card([download]), requests: server.requests };
}

function expectWhole(): void {
  expect(readdirSync(folder).sort()).toEqual(['images.bin', 'labels.bin']);
  for (const [name, content] of Object.entries(contents))
    expect(md5Of(readFileSync(join(folder, name)))).toBe(md5Of(content));
}

describe('fetchDataset', () => {
  it('fetches an archive, unpacks it, leaves nothing else, and tells of it', async () => {
    const set = await archived(whole);
    const events: FetchEvent[] = [];
    const result = await fetchDataset(set.card, { onEvent: (event) => events.push(event) });
    expect(result).toEqual({ folder, fetched: true });
    expectWhole();
    expect(new Set(events.map(({ stage }) => stage))).toEqual(new Set(['download', 'stored']));
  });

  it('fetches nothing twice', async () => {
    const set = await archived(whole);
    await fetchDataset(set.card);
    expect(await fetchDataset(set.card)).toEqual({ folder, fetched: false });
    expect(set.requests.length).toBe(1);
  });

  it('lets two fetches at once share one download', async () => {
    const set = await archived(whole);
    const events: FetchEvent[] = [];
    const both = [1, 2].map(() => fetchDataset(set.card, { onEvent: (event) => events.push(event) }));
    expect((await Promise.all(both)).map(({ fetched }) => fetched).sort()).toEqual([false, true]);
    expect(set.requests.length).toBe(1);
    expect(events.filter(({ stage }) => stage === 'waiting').length).toBe(1);
    expectWhole();
  });

  it('fetches single compressed files, and only those that are missing', async () => {
    const archives = Object.entries(contents).map(([name, content]) => ({ name, packed: gzipSync(content) }));
    const servers = await Promise.all(archives.map(({ packed }) => serve(good, packed)));
    running.push(...servers);
    const downloads = archives.map(({ name, packed }, i) => ({
      name: `${name}.gz`,
      urls: [servers[i].url],
      md5: md5Of(packed),
      files: [name],
    }));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'labels.bin'), labels);
    await fetchDataset(card(downloads));
    expectWhole();
    expect(servers.map(({ requests }) => requests.length)).toEqual([1, 0]);
  });

  it('replaces a file that is damaged, and removes what a killed process has left', async () => {
    const set = await archived(whole);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'images.bin'),
      images.map((byte, i) => (i === 9 ? 0 : byte)),
    );
    writeFileSync(join(folder, 'images.bin.f00.part'), 'leftover');
    await fetchDataset(set.card);
    expectWhole();
  });

  it('goes nowhere when offline, and says what is missing', async () => {
    const set = await archived(whole);
    await expect(fetchDataset(set.card, { offline: true })).rejects.toThrow(
      `fetchDataset: ${folder} does not hold images.bin, labels.bin of set, and fetching is not allowed`,
    );
    expect(set.requests.length).toBe(0);
  });

  it('stops between two pieces when it is aborted while unpacking, and leaves no part', async () => {
    const set = await archived(whole);
    writeFileSync(join(root, 'set.tar.gz'), tarGz(whole));
    const controller = new AbortController();
    const onEvent = () => controller.abort();
    const aborted = fetchDataset(set.card, { from: root, signal: controller.signal, onEvent });
    await expect(aborted).rejects.toThrow('aborted');
    expect(readdirSync(folder)).toEqual(['images.bin']);
  });

  it('leaves no file when the server has none', async () => {
    const set = await archived(whole, sendsHtml);
    await expect(fetchDataset(set.card)).rejects.toThrow('answers with an HTML page');
    expect(readdirSync(folder)).toEqual([]);
  });

  describe('from a folder', () => {
    it.each<[string, Record<string, Uint8Array>]>([
      ['the files', contents],
      ['compressed files', { 'images.bin.gz': gzipSync(images), 'labels.bin.gz': gzipSync(labels) }],
      ['the archive', { 'set.tar.gz': tarGz(whole) }],
      ['some of each', { 'set.tar.gz': tarGz(whole), 'labels.bin': labels }],
    ])('takes %s, and asks no server', async (_, given) => {
      const set = await archived(whole);
      for (const [name, content] of Object.entries(given)) writeFileSync(join(root, name), content);
      await fetchDataset(set.card, { from: root });
      expectWhole();
      expect(set.requests.length).toBe(0);
    });

    it('says what the folder lacks, and which file is not the official one', async () => {
      const set = await archived(whole);
      await expect(fetchDataset(set.card, { from: root })).rejects.toThrow(
        'does not hold the files of set; it must hold images.bin, labels.bin, or each with .gz, or set.tar.gz',
      );
      writeFileSync(join(root, 'labels.bin'), labels);
      writeFileSync(join(root, 'images.bin'), images.subarray(1));
      await expect(fetchDataset(set.card, { from: root })).rejects.toThrow(
        'images.bin has 199999 bytes; the official file has 200000',
      );
      writeFileSync(
        join(root, 'images.bin'),
        images.map((byte) => byte + 1),
      );
      await expect(fetchDataset(set.card, { from: root })).rejects.toThrow('images.bin has SHA-256');
      writeFileSync(join(root, 'images.bin.gz'), 'no gzip');
      rmSync(join(root, 'images.bin'));
      await expect(fetchDataset(set.card, { from: root })).rejects.toThrow('cannot be decompressed');
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  describe('from a hostile archive', () => {
    it.each<[string, TarInput[], string]>([
      ['a longer file', [{ path: 'images.bin', content: new Uint8Array(200_001) }], 'has 200001 bytes'],
      [
        'other bytes of the right length',
        [{ path: 'images.bin', content: new Uint8Array(200_000) }],
        'SHA-256',
      ],
      [
        'a size beyond its end',
        [{ path: 'images.bin', content: labels, size: 200_000 }],
        'bytes before the end',
      ],
      [
        'a link instead of a file',
        [{ path: 'images.bin', type: '2' }],
        'does not hold images.bin, labels.bin',
      ],
    ])('refuses %s', async (_, entries, message) => {
      const set = await archived(entries);
      await expect(fetchDataset(set.card)).rejects.toThrow(message);
      expect(readdirSync(folder).filter((name) => name.endsWith('.bin') || name.endsWith('.part'))).toEqual(
        [],
      );
    });

    it('writes nothing out of the folder, whatever the paths', async () => {
      const evil = ['../../escaped.bin', '/tmp/aelab-escaped.bin', 'set/../../escaped.bin'];
      const set = await archived([...evil.map((path) => ({ path, content: labels })), ...whole]);
      await fetchDataset(set.card);
      expectWhole();
      expect(readdirSync(root, { recursive: true }).sort()).toEqual(
        ['cache', 'cache/set', 'cache/set/images.bin', 'cache/set/labels.bin'].sort(),
      );
    });
  });
});

describe('verifyDataset', () => {
  it('says of every file whether it is right', async () => {
    const set = card([]);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'images.bin'),
      images.map((byte, i) => (i === 5 ? 0 : byte)),
    );
    const [wrong, missing] = await verifyDataset(set);
    expect(wrong).toMatchObject({ file: 'images.bin', state: 'wrong' });
    expect(wrong.problem).toContain('SHA-256');
    expect(missing).toEqual({ file: 'labels.bin', state: 'missing', problem: 'labels.bin is missing' });
  });

  it('finds MNIST right in its package', async () => {
    expect((await verifyDataset(mnistCard)).map(({ state }) => state)).toEqual(new Array(4).fill('right'));
    expect((await fetchDataset(mnistCard)).fetched).toBe(false);
  });
});
