import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.js';

const reproduce = (...args: string[]) => runCli(['reproduce', ...args], { cwd: tmpdir() });

describe('aelab reproduce', () => {
  it('names the documents when asked for another one', async () => {
    const { status, stderr } = await reproduce('poster');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^aelab: reproduce: poster is not one of bottleneck-poster, .*all\n$/);
  });

  it('takes one scale and whole seeds only', async () => {
    const both = await reproduce('bottleneck-poster', '--quick', '--full');
    expect([both.status, both.stderr]).toEqual([2, expect.stringContaining('cannot be used with')]);
    const half = await reproduce('bottleneck-poster', '--seeds', '1.5');
    expect([half.status, half.stderr]).toEqual([2, expect.stringContaining('seeds: 1.5')]);
  });
});
