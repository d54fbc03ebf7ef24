import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Queue } from 'bullmq';

/** A driver or a worker, as it announces itself in Redis. */
export interface Participant {
  readonly id: string;
  readonly host: string;
  readonly version: string;
  /** When it last announced itself: milliseconds since 1970 on its own clock. */
  readonly at: number;
  /** Set by a driver that wants its jobs to stop. */
  readonly cancelled?: true;
}

export type Role = 'driver' | 'worker';

/** After so long without a word a participant is taken for gone; clocks that differ by less do no harm. */
const silence = 60_000;

export const announceEvery = 2000;

/** @param place - what tells it from others on its host, and stays the same when it is started again */
export function participant(version: string, place: string): Omit<Participant, 'at'> {
  const host = hostname();
  const id = createHash('sha256').update(`${host} ${place}`).digest('hex').slice(0, 16);
  return { id, host, version };
}

export async function announce(queue: Queue, role: Role, self: Omit<Participant, 'at'>): Promise<void> {
  const client = await queue.client;
  const said: Participant = { ...self, at: Date.now() };
  await client.hset(listKey(role), { [self.id]: JSON.stringify(said) });
}

export async function leave(queue: Queue, role: Role, { id }: { readonly id: string }): Promise<void> {
  await (await queue.client).hdel(listKey(role), id);
}

/** Those who have announced themselves lately; the others are struck off the list. */
export async function participants(queue: Queue, role: Role): Promise<Participant[]> {
  const client = await queue.client;
  const said = Object.values(await client.hgetall(listKey(role))).map(
    (text) => JSON.parse(text) as Participant,
  );
  const gone = said.filter(({ at }) => at < Date.now() - silence);
  if (gone.length > 0) await client.hdel(listKey(role), ...gone.map(({ id }) => id));
  return said.filter((each) => !gone.includes(each));
}

/** One sentence about a participant of another version, if there is one. */
export function describeMismatch(
  others: readonly Participant[],
  role: Role,
  version: string,
): string | undefined {
  const other = others.find((each) => each.version !== version);
  return (
    other &&
    `redis: the ${role} on ${other.host} has ${other.version}, and this side ${version}; install the same version on both`
  );
}

/** @throws Error if there are others and none has this version */
export function assertSomeMatch(others: readonly Participant[], role: Role, version: string): void {
  const mismatch = describeMismatch(others, role, version);
  if (mismatch !== undefined && !others.some((each) => each.version === version)) throw new Error(mismatch);
}

function listKey(role: Role): string {
  return `aelab:${role}s`;
}
