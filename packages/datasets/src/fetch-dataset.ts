import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { DatasetCard, DatasetLayout, Download } from './dataset-card.js';
import { download, type DownloadOptions } from './download.js';
import { withLock } from './lock.js';
import { storeFile, temporarySuffix } from './store-file.js';
import { tarEntries } from './untar.js';
import { readVerifiedPieces, type ExpectedFile } from './verified-file.js';

/** Where a data set's files come from and go to. */
export interface FetchOptions extends Omit<DownloadOptions, 'onProgress'> {
  /** Where they go, by default the data set's folder in the cache. */
  readonly folder?: string;
  /** Takes them from this folder, as they are, as `.gz` or in their archive, and from no server. */
  readonly from?: string;
  /** Takes nothing from any server. */
  readonly offline?: boolean;
  readonly onEvent?: (event: FetchEvent) => void;
}

/** What a fetch is doing. */
export type FetchEvent =
  | { readonly stage: 'waiting' }
  | { readonly stage: 'download'; readonly file: string; readonly received: number; readonly total?: number }
  | { readonly stage: 'stored'; readonly file: string };

/** How a file of a data set is found to be. */
export interface FileState {
  readonly file: string;
  readonly state: 'right' | 'missing' | 'wrong';
  /** Why it is not right. */
  readonly problem?: string;
}

/**
 * Puts a data set's official files into its folder, if they are not there already, and checks every one before it gets its
 * name. An interrupted fetch goes on where it ended; of two processes, one fetches and the other waits.
 *
 * @returns the folder, and whether anything had to be fetched
 * @throws Error if the files cannot be had; the message says what is wrong with each server or file
 */
export async function fetchDataset(
  card: DatasetCard,
  options: FetchOptions = {},
): Promise<{ readonly folder: string; readonly fetched: boolean }> {
  const folder = options.folder ?? card.folder();
  if (await isWhole(card, folder)) return { folder, fetched: false };
  await mkdir(folder, { recursive: true });
  const onWait = () => options.onEvent?.({ stage: 'waiting' });
  return withLock(join(folder, '.lock'), () => complete(card, folder, options), { ...options, onWait });
}

/**
 * How the files of a data set are: of the layout that most files are there of.
 *
 * @param folder - where they are looked for, by default the data set's own
 */
export async function verifyDataset(card: DatasetCard, folder = card.folder()): Promise<FileState[]> {
  const present = card.layouts.map(
    ({ files }) => files.filter(({ name }) => existsSync(join(folder, name))).length,
  );
  const { files } = card.layouts[present.indexOf(Math.max(...present))];
  return Promise.all(files.map((file) => stateOf(file, folder)));
}

async function stateOf(file: ExpectedFile, folder: string): Promise<FileState> {
  if (!existsSync(join(folder, file.name)))
    return { file: file.name, state: 'missing', problem: `${file.name} is missing` };
  return readVerifiedPieces('verifyDataset', folder, file, 1 << 20, () => undefined).then(
    () => ({ file: file.name, state: 'right' }),
    (error: unknown) => ({ file: file.name, state: 'wrong', problem: (error as Error).message }),
  );
}

async function isWhole(card: DatasetCard, folder: string): Promise<boolean> {
  const states = await verifyDataset(card, folder);
  return states.every(({ state }) => state === 'right');
}

async function complete(card: DatasetCard, folder: string, options: FetchOptions) {
  await removeLeftovers(folder);
  if (await isWhole(card, folder)) return { folder, fetched: false };
  if (options.from !== undefined) await takeFiles(card, options.from, folder, options);
  else await fetchFiles(card, folder, options);
  return { folder, fetched: true };
}

/** What processes that were killed have left behind. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith(temporarySuffix)) await rm(join(folder, name), { force: true });
}

async function takeFiles(
  card: DatasetCard,
  from: string,
  folder: string,
  options: FetchOptions,
): Promise<void> {
  const layout = card.layouts.find((candidate) => sourcesIn(from, candidate) !== undefined);
  const sources = layout && sourcesIn(from, layout);
  if (layout === undefined || sources === undefined)
    throw new Error(
      `fetchDataset: ${from} does not hold the files of ${card.name}; it must hold ${namesOf(card.layouts[0].files)}, or each with .gz, or ${namesOf(card.layouts[0].downloads)}`,
    );
  for (const [source, files] of sources) await unpack(source, files, folder, options);
}

/** The files to read in a folder, each with what it holds; nothing if they are not all there. */
function sourcesIn(
  from: string,
  { files, downloads }: DatasetLayout,
): Map<string, ExpectedFile[]> | undefined {
  const sources = new Map<string, ExpectedFile[]>();
  for (const file of files) {
    const archives = downloads.filter((archive) => archive.files.includes(file.name));
    const names = [file.name, `${file.name}.gz`, ...archives.map(({ name }) => name)];
    const source = names.map((name) => join(from, name)).find((path) => existsSync(path));
    if (source === undefined) return undefined;
    sources.set(source, [...(sources.get(source) ?? []), file]);
  }
  return sources;
}

function namesOf(files: readonly { readonly name: string }[]): string {
  return files.map(({ name }) => name).join(', ');
}

async function fetchFiles(card: DatasetCard, folder: string, options: FetchOptions): Promise<void> {
  const [{ files, downloads }] = card.layouts;
  const states = await Promise.all(files.map((file) => stateOf(file, folder)));
  const wanted = files.filter((_, i) => states[i].state !== 'right');
  if (options.offline)
    throw new Error(
      `fetchDataset: ${folder} does not hold ${namesOf(wanted)} of ${card.name}, and fetching is not allowed (fetch without offline, or from a folder)`,
    );
  if (downloads.length === 0)
    throw new Error(
      `fetchDataset: ${namesOf(wanted)} of ${card.name} should be in ${folder}; install the package again`,
    );
  for (const archive of downloads) {
    const held = wanted.filter(({ name }) => archive.files.includes(name));
    if (held.length > 0) await fetchArchive(archive, held, folder, options);
  }
}

async function fetchArchive(
  archive: Download,
  files: readonly ExpectedFile[],
  folder: string,
  options: FetchOptions,
): Promise<void> {
  const path = join(folder, `${archive.name}.download`);
  await download(archive, path, {
    ...options,
    onProgress: (received, total) =>
      options.onEvent?.({ stage: 'download', file: archive.name, received, total }),
  });
  await unpack(path, files, folder, options);
  await rm(path);
}

/** Stores the files that lie in another: in a `.tar.gz` archive, in a `.gz` file, or as it is. */
async function unpack(
  path: string,
  files: readonly ExpectedFile[],
  folder: string,
  { onEvent, signal }: FetchOptions,
): Promise<void> {
  const store = async (file: ExpectedFile, content: AsyncIterable<Uint8Array>) => {
    await storeFile(folder, file, content, signal);
    onEvent?.({ stage: 'stored', file: file.name });
  };
  const packed = path.replace(/\.download$/, '');
  if (packed.endsWith('.tar.gz')) await unpackArchive(path, files, store);
  else await store(files[0], packed.endsWith('.gz') ? gunzipped(path) : createReadStream(path));
}

/** An entry is known by its last name, goes under a name of ours, and is no longer than that file may be. */
async function unpackArchive(
  path: string,
  files: readonly ExpectedFile[],
  store: (file: ExpectedFile, content: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const missing = new Map(files.map((file) => [file.name, file]));
  for await (const entry of tarEntries(gunzipped(path))) {
    const file = missing.get(basename(entry.path));
    if (file === undefined) continue;
    if (entry.size !== file.bytes)
      throw new Error(
        `fetchDataset: ${entry.path} in ${basename(path)} has ${entry.size} bytes; the official file has ${file.bytes}`,
      );
    await store(file, entry.content);
    missing.delete(file.name);
    if (missing.size === 0) return;
  }
  throw new Error(`fetchDataset: ${basename(path)} does not hold ${namesOf([...missing.values()])}`);
}

async function* gunzipped(path: string): AsyncGenerator<Uint8Array> {
  const unzipped = pipeline(createReadStream(path), createGunzip(), () => undefined);
  try {
    yield* unzipped as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new Error(`fetchDataset: ${path} cannot be decompressed (${(cause as Error).message})`, { cause });
  }
}
