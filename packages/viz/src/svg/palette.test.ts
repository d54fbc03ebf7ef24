import { describe, expect, it } from 'vitest';
import { palette, recolour, series } from './palette.js';

type Rgb = readonly [number, number, number];

const linear = (hex: string): Rgb => {
  const channel = (i: number) => {
    const v = parseInt(hex.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (a: string, b: string) => {
  const [dark, bright] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
};

/** Machado, Oliveira and Fernandes, 2009, severity 1. */
const sight: Record<string, readonly Rgb[]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function lab(hex: string, matrix: readonly Rgb[]): Rgb {
  const rgb = linear(hex);
  const [r, g, b] = matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, v, i) => sum + v * rgb[i], 0),
      ),
    ),
  );
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

describe.each(['light', 'dark'] as const)('the palette on a %s page', (shade) => {
  const hues = Object.values(palette).flatMap(({ light, ...shades }) =>
    series.includes(light) ? [{ light, ...shades }[shade]] : [],
  );
  it.each(['ink', 'muted', 'blue'] as const)('has a contrast of 4.5 to 1 for text in %s', (name) => {
    expect(contrast(palette[name][shade], palette.page[shade])).toBeGreaterThanOrEqual(4.5);
  });

  it('has a contrast of 3 to 1 for every series', () => {
    for (const hex of hues) expect(contrast(hex, palette.page[shade])).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.entries(sight))('has series that differ to the eye with %s', (_name, matrix) => {
    const seen = hues.map((hex) => lab(hex, matrix));
    seen.forEach((a, i) => seen.slice(i + 1).forEach((b) => expect(distance(a, b)).toBeGreaterThan(19)));
  });
});

describe('recolour', () => {
  const svg = `<path fill="${palette.blue.light}"/><text>="${palette.blue.light}</text>`;
  it('writes the dark shade, or a variable for the page to set', () => {
    expect(recolour(svg, 'dark')).toContain(`fill="${palette.blue.dark}"`);
    expect(recolour(svg, 'css')).toContain('fill="var(--blue)"');
  });
  it('leaves colours that are not of the palette', () => {
    expect(recolour('<path fill="#123456"/>', 'dark')).toBe('<path fill="#123456"/>');
  });
});
