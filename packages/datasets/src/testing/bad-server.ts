import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What a server does with the request for a file. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, file: Uint8Array) => void;

/** Sends the file, from the byte that is asked for. */
export const good: Behaviour = (request, response, file) => {
  const from = firstByte(request);
  head(response, file, from);
  response.end(file.subarray(from));
};

/** Breaks the connection after so many bytes. */
export const dropsAfter =
  (bytes: number): Behaviour =>
  (request, response, file) => {
    const from = firstByte(request);
    head(response, file, from);
    if (from + bytes >= file.length) response.end(file.subarray(from));
    else response.write(file.subarray(from, from + bytes), () => response.socket?.end());
  };

/** Sends the file in small pieces with a pause after each. */
export const throttles =
  (bytes: number, milliseconds: number): Behaviour =>
  (request, response, file) => {
    let at = firstByte(request);
    head(response, file, at);
    const timer = setInterval(() => {
      response.write(file.subarray(at, at + bytes));
      at += bytes;
      if (at < file.length) return;
      clearInterval(timer);
      response.end();
    }, milliseconds);
    response.on('close', () => clearInterval(timer));
  };

/** Knows nothing of ranges: sends the whole file each time, and breaks off after so many bytes. */
export const ignoresRanges =
  (bytes: number): Behaviour =>
  (_, response, file) => {
    response.writeHead(200, { 'content-length': file.length });
    response.write(file.subarray(0, bytes), () => response.socket?.end());
  };

/** Sends a file of the right length with one byte changed. */
export const sendsWrongBytes: Behaviour = (request, response, file) => {
  const wrong = Uint8Array.from(file);
  wrong[Math.floor(wrong.length / 3)] ^= 1;
  good(request, response, wrong);
};

export const sendsHtml: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end('<!DOCTYPE html><title>Sign in</title>');
};

/** An HTML page that says it is something else. */
export const sendsDisguisedHtml: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  response.end('\n<html><body>404, but politely</body></html>');
};

export const hasWrongLength: Behaviour = (request, response, file) => {
  good(request, response, file.subarray(0, file.length - 7));
};

export const answers =
  (status: number): Behaviour =>
  (_, response) => {
    response.writeHead(status).end();
  };

/** An HTML page that does not look like one. */
export const sendsPlainHtml: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('Please sign in.');
};

/** Sends another part of the file than is asked for, and says so. */
export const sendsAnotherPart: Behaviour = (_, response, file) => {
  const headers = {
    'content-length': file.length,
    'content-range': `bytes 0-${file.length - 1}/${file.length}`,
  };
  response.writeHead(206, headers).end(file);
};

/** Compresses for everyone who does not refuse it. */
export const compressesUnasked: Behaviour = (request, response, file) => {
  if (request.headers['accept-encoding'] === 'identity') return good(request, response, file);
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(file));
};

/** The first request is answered by the first behaviour, and so on; the last answers all that follow. */
export const inTurn = (...behaviours: Behaviour[]): Behaviour => {
  let turn = 0;
  return (...exchange) => behaviours[Math.min(turn++, behaviours.length - 1)](...exchange);
};

/** Accepts the request and says nothing. */
export const hangs: Behaviour = () => undefined;

/** Declares the file as compressed content, as some servers do with names that end in .gz. */
export const declaresGzip: Behaviour = (request, response, file) => {
  response.setHeader('content-encoding', 'gzip');
  good(request, response, file);
};

export const redirectsTo =
  (url: () => string): Behaviour =>
  (_, response) => {
    response.writeHead(302, { location: url() }).end();
  };

function firstByte(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
}

function head(response: ServerResponse, file: Uint8Array, from: number): void {
  const length = file.length - from;
  if (from === 0) response.writeHead(200, { 'content-length': length });
  else if (length <= 0) response.writeHead(416, { 'content-length': 0 });
  else {
    const range = `bytes ${from}-${file.length - 1}/${file.length}`;
    response.writeHead(206, { 'content-length': length, 'content-range': range });
  }
}

/** A server of one file on this machine, that behaves as told. */
export async function serve(behaviour: Behaviour, file: Uint8Array) {
  const requests: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers.range);
    behaviour(request, response, file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/file`,
    /** The ranges asked for, in order. */
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
