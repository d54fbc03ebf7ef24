import type { Queue } from 'bullmq';
import { UsageError } from '../../usage-error.js';
import { within } from './within.js';

export type Bullmq = typeof import('bullmq');

/** How to reach Redis, for BullMQ. */
export interface RedisAddress {
  readonly url: string;
  /** The URL without its password. */
  readonly shown: string;
}

/** @throws UsageError if BullMQ is not installed */
export async function importBullmq(): Promise<Bullmq> {
  try {
    return await import('bullmq');
  } catch (error) {
    throw new UsageError(
      `redis: the package bullmq is not here (${(error as NodeJS.ErrnoException).code}); install it: npm install bullmq`,
    );
  }
}

/** Connection options with which commands wait for a Redis that is away, however long. */
export function patient(url: string): { url: string; maxRetriesPerRequest: null } {
  return { url, maxRetriesPerRequest: null };
}

/**
 * Makes sure that Redis answers at the URL and accepts its password.
 *
 * @throws UsageError if the URL is none of Redis, its password is refused, or its certificate not trusted
 * @throws Error if nothing answers there
 */
export async function checkRedis(url: string): Promise<RedisAddress> {
  const address = { url, shown: withoutPassword(url) };
  const { Queue } = await importBullmq();
  const connection = { url, connectTimeout: 5000, retryStrategy: () => null, maxRetriesPerRequest: 0 };
  const queue = new Queue('aelab-check', { connection, skipMetasUpdate: true });
  const failure = new Promise<never>((_, reject) => queue.on('error', reject));
  try {
    await Promise.race([ping(queue), failure]);
  } catch (error) {
    throw describeFailure(error as NodeJS.ErrnoException, address);
  } finally {
    await within(1000, queue.disconnect()).catch(() => undefined);
  }
  return address;
}

async function ping(queue: Queue): Promise<void> {
  await (await queue.client).get('aelab-check');
}

function describeFailure({ code, message }: NodeJS.ErrnoException, { shown }: RedisAddress): Error {
  if (/WRONGPASS|NOAUTH|NOPERM|invalid password|without any password/i.test(message))
    return new UsageError(
      `redis: ${shown} refuses the user or password (${message.trim()}); state both in the URL: redis://user:password@host:6379`,
    );
  if (/CERT|^UNABLE_TO/.test(code ?? ''))
    return new UsageError(
      `redis: the certificate of ${shown} is not trusted (${code}); name the file of its authority in the environment variable NODE_EXTRA_CA_CERTS, and the host as the certificate does`,
    );
  return new Error(
    `redis: nothing answers at ${shown} (${code ?? message}); check host, port and firewall, and that rediss:// is used where the server speaks TLS`,
  );
}

function withoutPassword(url: string): string {
  const parsed = parseUrl(url);
  if (!parsed || !['redis:', 'rediss:'].includes(parsed.protocol))
    throw new UsageError(
      `redis: the URL is ${parsed ? `of the protocol ${parsed.protocol}` : 'none'}; it must be as in redis://user:password@host:6379, or rediss:// for TLS`,
    );
  parsed.password = '';
  return parsed.href;
}

function parseUrl(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}
