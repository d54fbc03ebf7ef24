import { describe, expect, it } from 'vitest';
import type { ClassBlock } from '../record.js';
import { renderSvg } from '../svg/render-svg.js';
import { mnistRecord } from '../testing/records.js';
import { baselineComparison } from './baseline-comparison.js';
import { perClassError, perClassInkError } from './per-class-error.js';

/** Right ends of the bars that are drawn, in pixels, by the figure that their label names. */
function barLengths(svg: string): number[] {
  return [...svg.matchAll(/aria-roledescription="bar" d="M0,[\d.]+h([\d.]+)/g)].map(([, length]) =>
    Number(length),
  );
}

const { perClass } = mnistRecord.test;

describe('perClassError', () => {
  it('draws bars as long as the errors', () => {
    const lengths = barLengths(renderSvg(perClassError(perClass)));
    expect(lengths).toHaveLength(10);
    lengths.forEach((length, i) =>
      expect(length / lengths[0]).toBeCloseTo(Number(perClass[i].mse) / Number(perClass[0].mse), 4),
    );
  });

  it('names the worst and the best class', () => {
    expect(perClassError(perClass).title).toBe('Error by class: 2 is worst, 1 is best');
  });

  it('says "no images" for a class without any, and leaves out what is not finite', () => {
    const odd: ClassBlock[] = [
      perClass[0],
      { label: 'empty', n: 0, mse: 'NaN', mseInterval: ['NaN', 'NaN'], msePer100Ink: 'NaN' },
      { label: 'infinite', n: 3, mse: 'Infinity', mseInterval: [0, 'Infinity'], msePer100Ink: 'Infinity' },
    ];
    const svg = renderSvg(perClassError(odd));
    expect(barLengths(svg)).toHaveLength(1);
    expect(svg).toContain('>no images</text>');
    expect(svg).not.toContain('NaN');
    expect(renderSvg(perClassInkError([odd[1]]))).toContain('no class has a figure');
  });

  it('draws the 20 worst and the 20 best of 1,000 classes', () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({
      ...perClass[0],
      label: `class ${i}`,
      mse: (i * 7) % 1000,
    }));
    const svg = renderSvg(perClassError(many));
    expect(barLengths(svg)).toHaveLength(40);
    expect(perClassError(many).title).toMatch(/is best; the 20 worst and the 20 best of 1,000 classes$/);
  });

  it('escapes the names of classes', () => {
    const svg = renderSvg(perClassError([{ ...perClass[0], label: '<script>alert(1)</script>' }]));
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script');
  });

  it('is drawn for no class at all', () => {
    expect(renderSvg(perClassError([]))).toContain('no class has a figure');
  });
});

describe('perClassInkError', () => {
  it('draws the error per ink, not the error', () => {
    const lengths = barLengths(renderSvg(perClassInkError(perClass)));
    expect(lengths[1] / lengths[0]).toBeCloseTo(
      Number(perClass[1].msePer100Ink) / Number(perClass[0].msePer100Ink),
      3,
    );
  });
});

describe('baselineComparison', () => {
  it('puts the least error first', () => {
    const lengths = barLengths(renderSvg(baselineComparison(mnistRecord)));
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(lengths[1] / lengths[0]).toBeCloseTo(0.016828 / 0.00971, 3);
  });
});
