import { Resvg } from '@resvg/resvg-js';
import { expect, it } from 'vitest';
import { mergeDots } from './merge-dots.js';
import { renderSvg } from './render-svg.js';
import type { ChartSpec } from './render-svg.js';

function scatter(n: number): ChartSpec {
  const values = Array.from({ length: n }, (_, i) => ({
    x: (i * 7919) % 1009,
    y: (i * i) % 997,
    c: (i >> 8) % 2,
  }));
  return {
    width: 600,
    height: 400,
    data: { values },
    mark: { type: 'point', size: 9, aria: false },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'y', type: 'quantitative' },
      color: { field: 'c', type: 'nominal' },
    },
  };
}

it('keeps an SVG of 20,000 points under 1.5 MB', () => {
  expect(renderSvg(scatter(20_000)).length).toBeLessThan(1_500_000);
});

it('draws the same picture as circles do', () => {
  const circle = (x: number, y: number) =>
    `<path transform="translate(${x},${y})" d="M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0" fill="#0863a8"/>`;
  const dots = Array.from({ length: 20 }, (_, i) => circle(10 + 8 * i, 20 + ((i * 13) % 50))).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="180" height="90">${dots}</svg>`;
  const merged = mergeDots(svg);
  expect(merged.match(/<path/g)).toHaveLength(1);
  const [circles, strokes] = [svg, merged].map((drawing) => new Resvg(drawing).render().pixels);
  expect(Math.max(...circles.map((value, i) => Math.abs(value - strokes[i])))).toBeLessThanOrEqual(16);
});

it('leaves a few dots, which say what they are, alone', () => {
  const svg = '<path transform="translate(1,2)" d="M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0" fill="#0863a8"/>';
  expect(mergeDots(svg.repeat(7))).toBe(svg.repeat(7));
});
