import { describe, expect, it } from 'vitest';
import { formatAligned, formatFigure } from './format-figure.js';

describe('formatFigure', () => {
  it.each([
    [0, '0'],
    [0.5, '0.500'],
    [-0.0123456, '−0.0123'],
    [23.456, '23.5'],
    [1234.5, '1,235'],
    [60000, '60,000'],
    [0.00001234, '0.0000123'],
    [0.000001234, '1.23·10⁻⁶'],
    [-2e-22, '−2.00·10⁻²²'],
    [Infinity, '∞'],
    ['-Infinity', '−∞'],
    ['NaN', '–'],
  ] as const)('shows %s as %s', (figure, text) => {
    expect(formatFigure(figure)).toBe(text);
  });
});

describe('formatAligned', () => {
  it('gives all as many decimals as the smallest needs', () => {
    expect(formatAligned([0.0097, 0.114, 'NaN', 2])).toEqual(['0.00970', '0.11400', '–', '2.00000']);
  });
  it('leaves whole numbers whole', () => {
    expect(formatAligned([980, 1135])).toEqual(['980', '1,135']);
  });
});
