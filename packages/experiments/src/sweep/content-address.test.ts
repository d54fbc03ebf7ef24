import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.js';
import { canonicalJson, contentAddress } from './content-address.js';

const config = (changes: object = {}) =>
  parseConfig({ dataset: 'mnist', model: { type: 'dense', latentDim: 8 }, ...changes });
const checksums = { images: 'aa', labels: 'bb' };

describe('contentAddress', () => {
  it('does not depend on the order of keys, or on whether a default is stated', () => {
    const stated = parseConfig({ seed: 0, model: { latentDim: 8, type: 'dense' }, dataset: 'mnist' });
    expect(contentAddress(stated, { labels: 'bb', images: 'aa' })).toBe(contentAddress(config(), checksums));
  });

  it.each([
    ['config', config({ model: { type: 'dense', latentDim: 9 } }), checksums],
    ['seed', config({ seed: 1 }), checksums],
    ['backend', config({ backend: 'cpu' }), checksums],
    ['data', config(), { ...checksums, images: 'ab' }],
  ])('changes with the %s', (_, changed, files) => {
    expect(contentAddress(changed, files)).not.toBe(contentAddress(config(), checksums));
    expect(contentAddress(changed, files)).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('canonicalJson', () => {
  it('sorts the keys of nested objects and keeps the order of arrays', () => {
    expect(canonicalJson({ b: [2, { d: 1, c: 0 }], a: undefined })).toBe('{"b":[2,{"c":0,"d":1}]}');
  });
});
