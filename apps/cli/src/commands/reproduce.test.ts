import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../dist/main.js');

function aelab(...args: string[]): Promise<{ status: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], (_, __, stderr) =>
      resolve({ status: child.exitCode, stderr }),
    );
  });
}

describe('aelab reproduce', () => {
  it('names the documents when asked for another one', async () => {
    const { status, stderr } = await aelab('reproduce', 'poster');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^aelab: reproduce: poster is not one of bottleneck-poster, .*all\n$/);
  });

  it('takes one scale and whole seeds only', async () => {
    const both = await aelab('reproduce', 'bottleneck-poster', '--quick', '--full');
    expect([both.status, both.stderr]).toEqual([2, expect.stringContaining('cannot be used with')]);
    const half = await aelab('reproduce', 'bottleneck-poster', '--seeds', '1.5');
    expect([half.status, half.stderr]).toEqual([2, expect.stringContaining('seeds: 1.5')]);
  });
});
