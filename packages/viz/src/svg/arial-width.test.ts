import { Resvg } from '@resvg/resvg-js';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { arialWidth } from './arial-width.js';

const { resolve } = createRequire(import.meta.url);
const fonts = { regular: '400Regular/Arimo_400Regular.ttf', bold: '700Bold/Arimo_700Bold.ttf' };
const fontFiles = Object.values(fonts).map((file) => resolve(`@expo-google-fonts/arimo/${file}`));

/** The width of the ink of a line, at 1,000 px. */
function inkWidth(text: string, weight: 'regular' | 'bold'): number {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const style = `font-family="Arimo" font-size="1000" font-weight="${weight === 'bold' ? 700 : 400}" font-kerning="none"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="2000"><text y="1000" ${style}>${escaped}</text></svg>`;
  return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).getBBox()?.width ?? NaN;
}

describe.each(['regular', 'bold'] as const)('arialWidth, %s', (weight) => {
  it('is the advance of each character that resvg 2.6 draws with Arimo', () => {
    const bars = inkWidth('||', weight);
    for (const c of 'ABCMWXabcimw0123456789.,-%()[]/·²×–—…→−≈≤≥∞µéüß')
      expect(Math.abs(inkWidth(`|${c}|`, weight) - bars - arialWidth(c, 1000, weight)), c).toBeLessThan(1);
  });
});

describe('arialWidth', () => {
  it('grows with the font size and adds up', () => {
    expect(arialWidth('mse 0.01', 24)).toBeCloseTo(2 * arialWidth('mse 0.01', 12), 9);
    expect(arialWidth('ab', 12)).toBeCloseTo(arialWidth('a', 12) + arialWidth('b', 12), 9);
  });
  it('counts a full em for a character that it has no width for', () => {
    expect(arialWidth('画像', 12)).toBe(24);
  });
});
