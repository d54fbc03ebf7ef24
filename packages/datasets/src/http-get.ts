import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';

/** What a request needs beside the address. */
export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** A connection that brings nothing for so long is broken off. */
  readonly stallSeconds: number;
  readonly signal?: AbortSignal;
}

const mostRedirections = 5;

/**
 * The answer to a GET request, after redirections. The body comes as it is sent: `fetch` would unpack a `.gz` file that a
 * server declares as compressed content, and its checksum would be another.
 */
export async function get(url: string, options: GetOptions): Promise<IncomingMessage> {
  let at = new URL(url);
  for (let redirections = 0; redirections <= mostRedirections; redirections++) {
    const response = await request(at, options);
    const { statusCode = 0, headers } = response;
    if (statusCode < 300 || statusCode >= 400 || headers.location === undefined) return response;
    response.destroy();
    at = new URL(headers.location, at);
  }
  throw new Error(`redirects more than ${mostRedirections} times`);
}

function request(url: URL, { headers, stallSeconds, signal }: GetOptions): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? httpsGet : httpGet;
  const options = {
    headers: { 'accept-encoding': 'identity', ...headers },
    timeout: stallSeconds * 1000,
    signal,
  };
  return new Promise((resolve, reject) => {
    const sent = send(url, options, resolve);
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error(`brings nothing for ${stallSeconds} s`)));
  });
}
