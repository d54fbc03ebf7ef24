import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { threadsOf } from './local-executor.js';

it('shares the cores among workers, and leaves what the caller states', () => {
  const share = String(Math.max(1, Math.floor(availableParallelism() / 2)));
  expect(threadsOf(2, {})).toMatchObject({ AELAB_THREADS: share, OMP_NUM_THREADS: share });
  expect(threadsOf(1000, { AELAB_THREADS: '' })).toMatchObject({ AELAB_THREADS: '1' });
  const stated = threadsOf(1000, { AELAB_THREADS: '7', TF_NUM_INTEROP_THREADS: '3' });
  expect(stated).toEqual({
    AELAB_THREADS: '7',
    OMP_NUM_THREADS: '1',
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '3',
  });
});
