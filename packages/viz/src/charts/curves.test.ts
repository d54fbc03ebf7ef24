import { describe, expect, it } from 'vitest';
import { renderSvg, type ChartSpec } from '../svg/render-svg.js';
import { textBoxes } from '../testing/text-boxes.js';
import { accuracyRatio } from './accuracy-ratio.js';
import { compressionCurve } from './compression-curve.js';
import { lossCurves } from './loss-curves.js';
import { noiseSweep } from './noise-sweep.js';
import { rateDistortion } from './rate-distortion.js';
import { timeAgainstEpochs } from './time-against-epochs.js';

/** Centres of the points that are drawn. */
function places(spec: ChartSpec): { x: number; y: number }[] {
  const marks = renderSvg(spec).matchAll(
    /aria-roledescription="point" transform="translate\(([\d.-]+),([\d.-]+)\)"/g,
  );
  return [...marks].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

const texts = (spec: ChartSpec) => textBoxes(renderSvg(spec)).map(({ text }) => text);

const halving = [4, 2, 1, 0.5].map((y, i) => ({ x: 10 * 2 ** i, y }));

describe('a curve on log axes', () => {
  it('draws equal ratios as equal distances', () => {
    const [a, b, c, d] = places(compressionCurve([{ name: 'model', points: halving }]));
    expect(b.x - a.x).toBeCloseTo(d.x - c.x, 1);
    expect(b.y - a.y).toBeCloseTo(d.y - c.y, 1);
    expect(b.y).toBeGreaterThan(a.y);
  });

  it('marks 1, 2 and 5 times the powers of ten', () => {
    expect(texts(compressionCurve([{ name: 'model', points: halving }]))).toEqual(
      expect.arrayContaining(['10', '20', '50', '0.5', '1', '2']),
    );
  });
});

describe('compressionCurve', () => {
  it('says that the error rises where it does, along each curve and over single points', () => {
    const point = (name: string, x: number, y: number) => ({ name, points: [{ x, y }] });
    const title = (...curves: Parameters<typeof compressionCurve>[0]) => compressionCurve(curves).title;
    expect(title(point('a', 20, 2), point('b', 10, 1))).toBe('Error rises with dimension reduction');
    expect(title(point('a', 20, 1), point('b', 10, 2))).toBe('Error against dimension reduction');
    expect(title(point('a', 20, 2), { name: 'b', points: halving })).toBe(
      'Error against dimension reduction',
    );
  });

  it('names the knee and draws it in its place', () => {
    const spec = compressionCurve([{ name: 'model', points: halving }], { knee: 20 });
    const svg = renderSvg(spec);
    expect(svg).toContain('fastest beyond 20×');
    const [, rule] = /<line transform="translate\(([\d.]+),\d+\)"[^>]*stroke-dasharray="2,3"/.exec(svg) ?? [];
    expect(Number(rule)).toBeCloseTo(places(spec)[1].x, 1);
  });
});

describe('rateDistortion', () => {
  it('dashes rivals and no other', () => {
    const curves = [
      { name: 'model', points: halving },
      { name: 'WebP', points: halving, rival: true },
    ];
    expect(renderSvg(rateDistortion(curves)).match(/stroke-dasharray="6,4"/g)).toHaveLength(1);
  });
});

describe('accuracyRatio', () => {
  it('draws the interval of each point from its low to its high end', () => {
    const points = [1, 0.5].map((y, i) => ({ x: 2 ** i, y, interval: [y - 0.1, y + 0.1] as const }));
    const svg = renderSvg(accuracyRatio([{ name: 'judge', points }]));
    const rules = [
      ...svg.matchAll(
        /<line transform="translate\([\d.]+,[\d.]+\)" x2="0" y2="(-?[\d.]+)" stroke="#0a5bc4"/g,
      ),
    ];
    expect(rules).toHaveLength(2);
    const [upper, lower] = places(accuracyRatio([{ name: 'judge', points }]));
    expect(Math.abs(Number(rules[0][1]))).toBeCloseTo((0.2 / 0.5) * (lower.y - upper.y), 1);
  });
});

describe('noiseSweep', () => {
  it('has zero gain in view', () => {
    const points = [0.1, 0.6].map((x) => ({ x, y: 5 + x }));
    expect(texts(noiseSweep([{ name: 'conv', points }]))).toEqual(
      expect.arrayContaining(['0', 'nothing done']),
    );
  });
});

describe('lossCurves', () => {
  it('leaves a gap where a loss is not finite', () => {
    const spec = lossCurves([{ name: 'training', losses: [1, 0.5, 'NaN', 0.25, 'Infinity'] }]);
    expect(places(spec)).toHaveLength(3);
    expect(renderSvg(spec).match(/d="M[^"]*M[^"]*"[^>]*stroke="#0a5bc4"/)).not.toBeNull();
  });

  it('turns to a log axis when losses span more than twentyfold', () => {
    const steps = (losses: number[]) => places(lossCurves([{ name: 'training', losses }])).map(({ y }) => y);
    const [a, b, c] = steps([100, 10, 1]);
    expect(b - a).toBeCloseTo(c - b, 1);
    const [d, e, f] = steps([10, 5, 2.5]);
    expect(e - d).toBeCloseTo(2 * (f - e), 1);
  });

  it('gives curves of one colour points of different shapes', () => {
    const curves = Array.from({ length: 8 }, (_, i) => ({ name: `run ${i}`, losses: [1 + i] }));
    const marks = [
      ...renderSvg(lossCurves(curves)).matchAll(
        /aria-roledescription="point"[^>]*? d="([^"]*)" fill="([^"]*)"/g,
      ),
    ];
    expect(new Set(marks.map(([, , colour]) => colour)).size).toBe(6);
    expect(new Set(marks.map(([, shape, colour]) => shape + colour)).size).toBe(8);
  });

  it('is drawn for one epoch and for none', () => {
    expect(lossCurves([{ name: 'training', losses: [0.5] }]).title).toBe('Loss after one epoch: 0.500');
    expect(renderSvg(lossCurves([{ name: 'training', losses: [] }]))).toContain('No epoch was trained');
  });
});

describe('timeAgainstEpochs', () => {
  it('fits the times of the linear-vs-conv lab report', () => {
    // numpy 2.4, polyfit of degree 1: 6.33126935, 1.01651187; R² 0.9999829
    const times = [1, 7, 14, 33, 64, 191].map((seconds, i) => ({ epochs: [0, 1, 2, 5, 10, 30][i], seconds }));
    const spec = timeAgainstEpochs(times);
    expect(spec.title).toBe('An epoch takes 6.33 s (R² of the line: 1.0000)');
    expect(spec.description).toContain('1.02 s + 6.33 s per epoch');
  });

  it('draws times as points and the fit as a line', () => {
    const times = [1, 7, 14].map((seconds, epochs) => ({ epochs, seconds }));
    expect(places(timeAgainstEpochs(times))).toHaveLength(3);
    expect(renderSvg(timeAgainstEpochs(times)).match(/<path d="[^"]*"[^>]*stroke-width="2"/g)).toHaveLength(
      1,
    );
  });

  it('needs two different numbers of epochs', () => {
    expect(() => timeAgainstEpochs([{ epochs: 3, seconds: 1 }])).toThrow(
      'there are 1 times of one number of epochs',
    );
  });
});
