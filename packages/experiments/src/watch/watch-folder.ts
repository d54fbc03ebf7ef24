import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { livePage } from '@aelab/viz';
import { runFiles } from '../run/run-folder.js';
import { UsageError } from '../usage-error.js';
import { readWatched, type Watched } from './read-watched.js';

export interface WatchOptions {
  /** Any that is free, unless told. */
  readonly port?: number | undefined;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Called with the address as soon as it can be opened. */
  readonly onListen: (address: string) => void;
}

/**
 * Serves the live page of a run or a sweep, at work or finished, to this machine alone, until the signal: it listens on
 * the loopback interface, and answers only requests that call it by that, so that a page of another site whose name
 * was made to lead here reads nothing.
 *
 * @throws UsageError if the folder is neither that of a run nor of a sweep, or the port is taken
 */
export async function watchFolder(
  folder: string,
  { port = 0, signal, onListen }: WatchOptions,
): Promise<void> {
  let watched = await readWatched(folder);
  const readers = new Set<ServerResponse>();
  const server = createServer((request, response) => void answer(request, response));
  await listen(server, port);
  onListen(`http://127.0.0.1:${portOf(server)}/`);

  async function answer({ method, url, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwnName(headers.host, portOf(server)))
      return reply(response, 403, 'text/plain', 'this machine alone');
    if (method !== 'GET') return reply(response, 405, 'text/plain', 'GET alone');
    if (url === '/') return reply(response, 200, 'text/html', livePage(watched.title, watched.content));
    if (url === '/report.html') return sendReport(response, folder);
    if (url !== '/events') return reply(response, 404, 'text/plain', 'nothing here');
    readers.add(response);
    response.on('close', () => readers.delete(response));
    response.writeHead(200, { ...headersOfAll, 'content-type': 'text/event-stream' });
    response.write(event(watched));
  }

  for await (const changed of changesOf(folder, watched, signal)) {
    watched = changed;
    for (const reader of readers) reader.write(event(changed));
  }
  server.close();
  server.closeAllConnections();
}

const millisecondsBetweenReads = 1000;

/** What the folder shows, whenever that is something else than before. */
async function* changesOf(folder: string, before: Watched, signal: AbortSignal): AsyncGenerator<Watched> {
  let { content } = before;
  while (await isLater(signal)) {
    // A folder that is being moved or rewritten reads again a second later.
    const watched = await readWatched(folder).catch(() => undefined);
    if (watched && watched.content !== content) yield watched;
    content = watched?.content ?? content;
  }
}

/** Waits a while; false if the signal came first. */
async function isLater(signal: AbortSignal): Promise<boolean> {
  return wait(millisecondsBetweenReads, true, { signal }).catch(() => false);
}

function event({ content }: Watched): string {
  return `data: ${JSON.stringify(content)}\n\n`;
}

const headersOfAll = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...headersOfAll, 'content-type': `${type}; charset=utf-8` }).end(body);
}

async function sendReport(response: ServerResponse, folder: string): Promise<void> {
  const html = await readFile(join(folder, runFiles.report), 'utf8').catch(() => undefined);
  if (html === undefined) reply(response, 404, 'text/plain', 'there is no report yet');
  else reply(response, 200, 'text/html', html);
}

function isOwnName(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ message }) =>
      reject(new UsageError(`watch: port ${port} cannot be had (${message}); choose another, or none`)),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}
