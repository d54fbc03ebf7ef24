import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { download, type DownloadOptions } from './download.js';
import * as servers from './testing/bad-server.js';

const folder = mkdtempSync(join(tmpdir(), 'aelab-download-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = new Uint8Array(randomBytes(1_500_000));
const md5 = createHash('md5').update(file).digest('hex');
const path = join(folder, 'file');
afterEach(() => rmSync(path, { force: true }));

const running: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Downloads from servers that behave so, in this order. */
async function from(
  behaviours: servers.Behaviour[],
  known: { bytes?: number } = { bytes: file.length },
  options: DownloadOptions = {},
) {
  const started = await Promise.all(behaviours.map((behaviour) => servers.serve(behaviour, file)));
  running.push(...started);
  const urls = started.map(({ url }) => url);
  const done = download({ name: 'file', urls, md5, files: [], ...known }, path, {
    backOffSeconds: 0.01,
    stallSeconds: 0.3,
    ...options,
  });
  await done;
  expect(createHash('md5').update(readFileSync(path)).digest('hex')).toBe(md5);
  return started.map(({ requests }) => requests);
}

describe('download', () => {
  it('fetches a file, with or without a published length', async () => {
    expect(await from([servers.good])).toEqual([[undefined]]);
    rmSync(path);
    await from([servers.good], {});
  });

  it('asks no one for a file that is there', async () => {
    writeFileSync(path, file);
    expect(await from([servers.good])).toEqual([[]]);
    expect(await from([servers.good], {})).toEqual([[]]);
  });

  it('goes on where a connection broke off, every 300 kB', async () => {
    const [requests] = await from([servers.dropsAfter(300_000)]);
    expect(requests).toEqual([undefined, ...[3, 6, 9, 12].map((n) => `bytes=${n}00000-`)]);
  });

  it('goes on with what an earlier process has left', async () => {
    writeFileSync(path, file.subarray(0, 700_000));
    expect(await from([servers.good])).toEqual([['bytes=700000-']]);
  });

  it('starts anew when what was left is wrong', async () => {
    writeFileSync(path, new Uint8Array(700_000));
    expect(await from([servers.good])).toEqual([['bytes=700000-', undefined]]);
    writeFileSync(path, new Uint8Array(file.length + 5));
    expect(await from([servers.good])).toEqual([[undefined]]);
    writeFileSync(path, new Uint8Array(file.length + 5));
    expect(await from([servers.good], {})).toEqual([[`bytes=${file.length + 5}-`, undefined]]);
  });

  it('reports how far it is', async () => {
    const seen: [number, number | undefined][] = [];
    await from([servers.dropsAfter(800_000)], undefined, { onProgress: (...now) => seen.push(now) });
    expect(seen.at(-1)).toEqual([file.length, file.length]);
    expect(seen.every(([at], i) => i === 0 || at > seen[i - 1][0])).toBe(true);
  });

  it('bears a slow server', async () => {
    await from([servers.throttles(200_000, 30)]);
  });

  it('neither asks for compression nor unpacks what a server declares as compressed content', async () => {
    await from([servers.compressesUnasked]);
    rmSync(path);
    await from([servers.declaresGzip]);
  });

  it('follows a redirection', async () => {
    const target = await servers.serve(servers.good, file);
    running.push(target);
    await from([servers.redirectsTo(() => target.url)]);
  });

  it.each([
    ['sends wrong bytes', servers.sendsWrongBytes],
    ['sends an HTML page', servers.sendsHtml],
    ['sends an HTML page in disguise', servers.sendsDisguisedHtml],
    ['has a file of another length', servers.hasWrongLength],
    ['does not have the file', servers.answers(404)],
    ['is overloaded', servers.answers(503)],
    ['hangs', servers.hangs],
    ['breaks off and cannot go on', servers.ignoresRanges(400_000)],
    ['redirects for ever', servers.redirectsTo(() => '/again')],
  ])('moves on from a mirror that %s', async (_, behaviour) => {
    for (const known of [{ bytes: file.length }, {}]) {
      await from([behaviour, servers.good], known);
      rmSync(path);
    }
  });

  it('goes on at another mirror with the bytes of the first', async () => {
    const [, second] = await from([servers.ignoresRanges(400_000), servers.good]);
    expect(second).toEqual(['bytes=400000-']);
  });

  it('mistrusts a mixture: anew from one mirror, and on from the one that is wrong', async () => {
    const wrongThenGone: servers.Behaviour = (request, response, bytes) =>
      servers.ignoresRanges(400_000)(
        request,
        response,
        bytes.map((byte) => byte ^ 1),
      );
    await from([wrongThenGone, servers.good]);
  });

  it('does not mix again once a mixture was wrong', async () => {
    const lies: servers.Behaviour = (request, response, bytes) =>
      servers.dropsAfter(400_000)(
        request,
        response,
        bytes.map((byte) => byte ^ 1),
      );
    const liar = servers.inTurn(lies, servers.answers(503), lies, servers.answers(503));
    const honest = servers.inTurn(
      servers.good,
      servers.dropsAfter(600_000),
      servers.answers(503),
      servers.good,
    );
    const [, requests] = await from([liar, honest]);
    expect(requests).toEqual(['bytes=400000-', undefined, 'bytes=600000-', undefined]);
  });

  it('does not give up a mirror that gets on, however often it fails in between', async () => {
    const failures = Array.from({ length: 7 }, () => [
      servers.dropsAfter(200_000),
      servers.answers(503),
    ]).flat();
    const [requests] = await from([servers.inTurn(...failures, servers.good)]);
    expect(requests.length).toBe(15);
  });

  it('takes no other part of the file than it asked for', async () => {
    writeFileSync(path, file.subarray(0, 500_000));
    const [, second] = await from([servers.sendsAnotherPart, servers.good], {});
    expect(second).toEqual(['bytes=500000-']);
  });

  it('says what was wrong with each mirror when none is left, and keeps nothing wrong', async () => {
    const failing = from([
      servers.sendsPlainHtml,
      servers.sendsWrongBytes,
      servers.answers(404),
      servers.hasWrongLength,
    ]);
    await expect(failing).rejects.toThrow(
      /^download: file could not be fetched: http:\S+ answers with an HTML page, not with the file; http:\S+ sends a file with another MD5 than is published; http:\S+ answers 404 Not Found; http:\S+ offers a file of 1499993 bytes; the official one has 1500000$/,
    );
    expect(existsSync(path)).toBe(false);
  });

  it('knows a page that says it is a file', async () => {
    await expect(from([servers.sendsDisguisedHtml], {})).rejects.toThrow(
      'answers with an HTML page, not with the file',
    );
  });

  it('gives up a dead server after four tries, and a silent one', async () => {
    const dead = await servers.serve(servers.good, file);
    await dead.close();
    const options = { backOffSeconds: 0.01, stallSeconds: 0.1 };
    const known = { name: 'file', md5, files: [] };
    await expect(download({ ...known, urls: [dead.url] }, path, options)).rejects.toThrow('ECONNREFUSED');
    const silent = await servers.serve(servers.hangs, file);
    running.push(silent);
    await expect(download({ ...known, urls: [silent.url] }, path, options)).rejects.toThrow(
      'brings nothing for 0.1 s',
    );
    expect(silent.requests.length).toBe(4);
  });

  it('ends at once when it is aborted, and keeps what it has', async () => {
    const controller = new AbortController();
    const aborted = from([servers.throttles(100_000, 5)], undefined, {
      signal: controller.signal,
      onProgress: (received) => received > 400_000 && controller.abort(),
    });
    await expect(aborted).rejects.toThrow('aborted');
    expect(readFileSync(path).length).toBeGreaterThan(400_000);
  });
});
