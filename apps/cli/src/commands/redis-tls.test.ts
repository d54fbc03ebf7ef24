import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../../../../tools/testing/requires.js';
import { main, runCli } from '../testing/run-cli.js';
import { freePort } from '../../../../tools/testing/free-port.js';

const without = lacks('redis', 'sweeps over TLS') || lacks('openssl', 'sweeps over TLS');

describe.skipIf(without)('a Redis that speaks TLS and knows its users', () => {
  let home: string;
  let redis: ChildProcess;
  let port: number;
  /** `p@ss word`, as it is written in a URL. */
  const user = 'sweeper:p%40ss%20word@';

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'aelab tls '));
    port = await freePort();
    const certificate =
      '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=aelab';
    const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', 'key.pem', '-out', 'cert.pem'];
    execFileSync('openssl', ['req', ...certificate.split(' '), ...names], { cwd: home, stdio: 'ignore' });
    const files = '--tls-cert-file cert.pem --tls-key-file key.pem --tls-ca-cert-file cert.pem'.split(' ');
    const sweeper = `user sweeper on ~* &* +@all #${sha256('p@ss word')}`;
    await writeFile(join(home, 'redis.conf'), `user default off\n${sweeper}\n`);
    const tls = ['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no', ...files];
    redis = spawn('redis-server', ['redis.conf', ...tls, '--save', ''], { cwd: home });
    await new Promise<void>((resolve, reject) => {
      redis.stdout?.on('data', (text: Buffer) => text.includes('Ready to accept') && resolve());
      redis.once('exit', (status) => reject(new Error(`redis-server ended with status ${status}`)));
    });
    const base = {
      dataset: 'mnist',
      subset: { train: 50, test: 20 },
      model: { type: 'dense', hidden: [8], latentDim: 785 },
      training: { epochs: 1 },
      backend: 'wasm',
    };
    await writeFile(join(home, 'plan.yaml'), JSON.stringify({ base }));
  });
  afterAll(async () => {
    redis.removeAllListeners('exit');
    redis.kill('SIGKILL');
    await rm(home, { recursive: true });
  });

  const sweep = (url: string, env: NodeJS.ProcessEnv = {}) =>
    runCli(['sweep', 'plan.yaml', '--redis', url, '--out', 'out'], {
      cwd: home,
      env: { ...process.env, ...env },
    });

  it('carries a sweep for who trusts its certificate', async () => {
    const trust = { NODE_EXTRA_CA_CERTS: join(home, 'cert.pem') };
    const url = `rediss://${user}127.0.0.1:${port}`;
    const serve = ['worker', '--redis', url, '--workers', '1', '--out', 'out'];
    const worker = spawn(process.execPath, [main, ...serve], {
      cwd: home,
      env: { ...process.env, ...trust },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => worker.on('close', resolve));
    const { status, stderr } = await sweep(url, trust);
    worker.kill('SIGINT');
    await ended;
    expect(stderr).toContain('1/1 ');
    expect(status).toBe(0);
  });

  it('is refused with what to do where its certificate is not trusted, or the password wrong', async () => {
    const stranger = await sweep(`rediss://${user}127.0.0.1:${port}`);
    expect(stranger.stderr).toMatch(
      /redis: the certificate of rediss:\/\/sweeper@127\.0\.0\.1:\d+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\); .*NODE_EXTRA_CA_CERTS/,
    );
    expect(stranger.status).toBe(2);
    const trust = { NODE_EXTRA_CA_CERTS: join(home, 'cert.pem') };
    const guess = await sweep(`rediss://sweeper:guess@127.0.0.1:${port}`, trust);
    expect(guess.stderr).toContain('refuses the user or password (WRONGPASS');
    expect(guess.stderr).not.toContain('guess');
    const plain = await sweep(`redis://${user}127.0.0.1:${port}`);
    expect(plain.stderr).toContain('rediss:// is used where the server speaks TLS');
    const elsewhere = await sweep(`rediss://${user}localhost:${port}`, trust);
    expect(elsewhere.stderr).toContain('is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)');
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
