import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { finished, pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Download } from './dataset-card.js';
import { get } from './http-get.js';

/** How a file is fetched; the defaults suit a household's line. */
export interface DownloadOptions {
  readonly signal?: AbortSignal;
  /** Called as bytes arrive; `total` is absent where no one says it. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  /** A connection that brings nothing for so long is broken off; 30. */
  readonly stallSeconds?: number;
  /** The wait before a mirror that broke off is asked again, doubled each time; 1. */
  readonly backOffSeconds?: number;
}

/** A mirror is given up when it has broken off so many times without a byte more than there was. */
const fruitlessTries = 4;
const longestWaitSeconds = 30;

/** An answer after which asking the same mirror again is no use. */
class Refusal extends Error {}

interface Progress {
  /** The one that is asked comes first. */
  readonly mirrors: { readonly url: string; tries: number }[];
  readonly reasons: string[];
  /** Where the bytes in the partial file came from. */
  readonly sources: Set<string>;
  /** The longest that the partial file has been. */
  longest: number;
  /** Whether another mirror may go on where one broke off. */
  mixing: boolean;
}

/**
 * Fetches a file into `path`, whatever part of it is there already: goes on where a connection broke off, moves on to the
 * next mirror when one fails, and ends only when the file has its published MD5.
 *
 * A file with another MD5 is thrown away. If it came from one mirror alone, that mirror is given up; if from several, the
 * file is fetched anew, and no longer from several.
 *
 * @throws Error if no mirror is left; the message says what was wrong with each
 */
export async function download(file: Download, path: string, options: DownloadOptions = {}): Promise<void> {
  if (await isWhole(file, path)) return;
  const longest = await sizeOf(path);
  const progress: Progress = {
    mirrors: file.urls.map((url) => ({ url, tries: 0 })),
    reasons: [],
    sources: new Set(longest > 0 ? ['an earlier download'] : []),
    longest,
    mixing: true,
  };
  while (progress.mirrors.length > 0) {
    const problem = await receive(progress.mirrors[0].url, file, path, progress.sources, options).then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    options.signal?.throwIfAborted();
    if (problem !== undefined) await afterBreak(problem, path, progress, options);
    else if (await isWhole(file, path)) return;
    else await afterWrongBytes(path, progress);
  }
  throw new Error(`download: ${file.name} could not be fetched: ${progress.reasons.join('; ')}`);
}

async function afterWrongBytes(path: string, progress: Progress): Promise<void> {
  if (progress.sources.size === 1) giveUpMirror(progress, 'sends a file with another MD5 than is published');
  progress.mixing = false;
  await startAnew(path, progress);
}

async function afterBreak(
  problem: Error,
  path: string,
  progress: Progress,
  options: DownloadOptions,
): Promise<void> {
  const [mirror] = progress.mirrors;
  const size = await sizeOf(path);
  if (size <= progress.longest) mirror.tries++;
  else if (progress.mixing) mirror.tries = 0;
  const isFruitful = size > progress.longest && !(problem instanceof Refusal);
  progress.longest = Math.max(progress.longest, size);
  if (isFruitful) return;
  if (problem instanceof Refusal || mirror.tries >= fruitlessTries) giveUpMirror(progress, problem.message);
  else progress.mirrors.push(...progress.mirrors.splice(0, 1));
  if (!progress.mixing) await startAnew(path, progress);
  await pauseBefore(progress.mirrors.at(0)?.tries ?? 0, options);
}

function giveUpMirror({ mirrors, reasons }: Progress, reason: string): void {
  const mirror = mirrors.shift();
  reasons.push(`${mirror?.url ?? ''} ${reason}`);
}

async function startAnew(path: string, progress: Progress): Promise<void> {
  await rm(path, { force: true });
  progress.sources.clear();
  progress.longest = 0;
}

async function pauseBefore(tries: number, { backOffSeconds = 1, signal }: DownloadOptions): Promise<void> {
  if (tries === 0) return;
  await wait(1000 * Math.min(longestWaitSeconds, backOffSeconds * 2 ** (tries - 1)), undefined, { signal });
}

/** Appends what a mirror sends to the partial file; returns when the mirror has sent the file's last byte. */
async function receive(
  url: string,
  file: Download,
  path: string,
  sources: Set<string>,
  options: DownloadOptions,
): Promise<void> {
  const { stallSeconds = 30, signal } = options;
  const size = await sizeOf(path);
  const from = file.bytes !== undefined && size >= file.bytes ? 0 : size;
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
  const response = await get(url, { headers, stallSeconds, signal });
  try {
    const start = await startOf(response, from, path);
    const total = totalOf(response, start, file);
    await append(response, path, start, total, () => sources.add(url), options);
  } finally {
    response.destroy();
  }
}

/** Where in the file the answer's first byte belongs. */
async function startOf(response: IncomingMessage, from: number, path: string): Promise<number> {
  const { statusCode = 0, statusMessage = '', headers } = response;
  if (statusCode === 416) {
    await rm(path, { force: true });
    throw new Error('has no bytes beyond those fetched');
  }
  if (statusCode === 408 || statusCode === 429 || statusCode >= 500)
    throw new Error(`answers ${statusCode} ${statusMessage}`);
  if (statusCode !== 200 && statusCode !== 206) throw new Refusal(`answers ${statusCode} ${statusMessage}`);
  if (headers['content-type']?.includes('text/html')) throw new Refusal(htmlProblem);
  if (statusCode === 200) return 0;
  if (!headers['content-range']?.startsWith(`bytes ${from}-`))
    throw new Refusal(
      `answers with the range ${headers['content-range'] ?? 'of no name'}, not from byte ${from}`,
    );
  return from;
}

const htmlProblem = 'answers with an HTML page, not with the file';

/** The length of the whole file, as the answer implies it or as it is published. */
function totalOf({ headers }: IncomingMessage, start: number, file: Download): number | undefined {
  const length = headers['content-length'];
  const total = length === undefined ? file.bytes : start + Number(length);
  if (file.bytes !== undefined && total !== file.bytes)
    throw new Refusal(`offers a file of ${total} bytes; the official one has ${file.bytes}`);
  return total;
}

/** Keeps every byte that arrives, also when the connection then breaks. */
async function append(
  response: IncomingMessage,
  path: string,
  start: number,
  total: number | undefined,
  onFirstByte: () => void,
  { onProgress }: DownloadOptions,
): Promise<void> {
  let at = start;
  const flags = start === 0 ? 'w' : 'r+';
  const writer = createWriteStream(path, { flags, start, highWaterMark: 4 << 20 });
  writer.on('error', (error) => response.destroy(error));
  response.on('data', (chunk: Buffer) => {
    if (at === start) onFirstByte();
    const problem = problemOf(chunk, at, total);
    if (problem !== undefined) return void response.destroy(new Refusal(problem));
    if (!writer.write(chunk)) waitForDisk(response, writer);
    at += chunk.length;
    onProgress?.(at, total);
  });
  const broken = await finished(response).then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  await finished(writer.end());
  if (broken) throw broken;
  if (at < (total ?? 0)) throw new Error(`breaks off after ${at} of ${total} bytes`);
}

function waitForDisk(response: IncomingMessage, writer: WriteStream): void {
  response.pause();
  writer.once('drain', () => response.resume());
}

function problemOf(chunk: Buffer, at: number, total: number | undefined): string | undefined {
  if (at === 0 && /^\s*<(!doctype|html)/i.test(chunk.toString('latin1', 0, 100))) return htmlProblem;
  return at + chunk.length > (total ?? Infinity) ? `sends more than ${total} bytes` : undefined;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function isWhole(file: Download, path: string): Promise<boolean> {
  const size = await sizeOf(path);
  if (size === 0 || (file.bytes !== undefined && size !== file.bytes)) return false;
  const digest = createHash('md5');
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex') === file.md5;
}
