import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../../tools/testing/free-port.js';

/** A Redis server of a test's own, with an append-only file. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Kills it and starts it again on the same file. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startRedis(password?: string): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'aelab redis '));
  const port = await freePort();
  const secret = password === undefined ? [] : ['--requirepass', password];
  const start = () =>
    answering(
      spawn('redis-server', [
        '--port',
        String(port),
        '--dir',
        folder,
        '--appendonly',
        'yes',
        '--save',
        '',
        ...secret,
      ]),
    );
  let server = await start();
  return {
    url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`,
    port,
    async restart() {
      await ended(server);
      server = await start();
    },
    async stop() {
      await ended(server);
      await rm(folder, { recursive: true });
    },
  };
}

function answering(server: ChildProcess): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    server.stdout?.on('data', (text: Buffer) => {
      if (text.toString().includes('Ready to accept connections')) resolve(server);
    });
    server.once('exit', (status) => reject(new Error(`redis-server ended with status ${status}`)));
  });
}

async function ended(server: ChildProcess): Promise<void> {
  server.removeAllListeners('exit');
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await exit;
}
