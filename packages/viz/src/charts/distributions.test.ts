import { describe, expect, it } from 'vitest';
import { renderSvg, type ChartSpec } from '../svg/render-svg.js';
import { architectureDiagram } from './architecture-diagram.js';
import { confusionMatrix } from './confusion-matrix.js';
import { embeddingScatter } from './embedding-scatter.js';
import { errorDistribution } from './error-distribution.js';
import { extent, histogram } from './histogram.js';
import { latentHistogram } from './latent-histogram.js';
import { seedSpread } from './seed-spread.js';

const rowsOf = (spec: ChartSpec) => (spec.data as { values: Record<string, number | string>[] }).values;

describe('histogram', () => {
  it('counts every finite value once, those of the upper end in the last bin', () => {
    expect(histogram([0, 0.1, 0.5, 1, NaN, Infinity], 2, [0, 1])).toEqual([
      { from: 0, to: 0.5, count: 2 },
      { from: 0.5, to: 1, count: 2 },
    ]);
  });
  it('copes with equal values and with none', () => {
    expect(extent([3, 3])).toEqual([3, 3]);
    expect(extent([NaN])).toEqual([0, 1]);
    expect(histogram([3, 3], 2, [3, 3]).map(({ count }) => count)).toEqual([2, 0]);
  });
});

describe('errorDistribution', () => {
  it('names the median and the 95th percentile', () => {
    const errors = Array.from({ length: 100 }, (_, i) => (i + 1) / 1000);
    expect(errorDistribution(errors).title).toBe(
      'Half the images have an error below 0.0510, one in twenty above 0.0960',
    );
  });
  it('counts what is not finite in its title, and is drawn for no image', () => {
    expect(errorDistribution([1, NaN, Infinity]).title).toContain('(2 not finite)');
    expect(renderSvg(errorDistribution([]))).toContain('No image has a finite error');
  });
});

describe('latentHistogram', () => {
  const labels = [0, 0, 0, 1];
  it('gives each class shares that sum to 1', () => {
    const rows = rowsOf(latentHistogram([0, 0.5, 1, 1], labels, ['a', 'b']));
    for (const name of ['a', 'b'])
      expect(
        rows.filter((row) => row['class'] === name).reduce((sum, row) => sum + Number(row['share']), 0),
      ).toBeCloseTo(1);
  });
  it('refuses latents without labels', () => {
    expect(() => latentHistogram([1, 2], [0], ['a'])).toThrow('there are 2 latents and 1 labels');
  });
});

describe('confusionMatrix', () => {
  const names = ['cat', 'dog', 'owl'];
  const confusion = [
    [8, 1, 0],
    [4, 5, 0],
    [0, 2, 9],
  ];
  it('names the most frequent change', () => {
    expect(confusionMatrix(confusion, names).title).toBe(
      '7 reconstructions change class, most often dog → cat (4)',
    );
  });
  it('writes rows for originals and columns for reconstructions', () => {
    const svg = renderSvg(confusionMatrix(confusion, names));
    expect(svg).toContain(
      'aria-label="Class of the reconstruction: cat; Class of the original: dog; images: 4"',
    );
  });
  it('draws the most frequent changes of many classes as bars', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `class ${i}`);
    const counts = many.map((_, i) =>
      many.map((__, j) => (i === j ? 10 : j === i + 1 && i < 30 ? i + 1 : 0)),
    );
    const rows = rowsOf(confusionMatrix(counts, many));
    expect(rows).toHaveLength(20);
    expect(rows[0]).toMatchObject({ change: 'class 29 → class 30', images: 30 });
  });
  it('refuses names that do not fit', () => {
    expect(() => confusionMatrix(confusion, ['cat'])).toThrow('there are 1 class names and 3 rows');
  });
});

describe('embeddingScatter', () => {
  const n = 240;
  const plane = (shift: number) => Float64Array.from({ length: 2 * n }, (_, i) => ((i * 37) % 101) + shift);
  const labels = Uint8Array.from({ length: n }, (_, i) => i % 2);
  const embedding = { originals: plane(0), reconstructions: plane(1), labels, classNames: ['a', 'b'] };

  it('has every point once, in the panel of its class', () => {
    const rows = rowsOf(embeddingScatter(embedding));
    expect(rows).toHaveLength(2 * n);
    expect(rows.filter(({ panel, set }) => panel === 'b' && set === 'reconstruction')).toHaveLength(n / 2);
    expect(rows.find(({ set }) => set === 'reconstruction')?.['x']).toBe(embedding.reconstructions[0]);
  });

  it('takes turns, so that no set hides the other', () => {
    const sets = rowsOf(embeddingScatter(embedding)).map(({ set }) => set);
    expect(sets.lastIndexOf('original')).toBeGreaterThan(sets.indexOf('reconstruction'));
  });

  it('writes the overlap of each class above its panel', () => {
    expect(renderSvg(embeddingScatter({ ...embedding, overlap: [0.97, 0.5] }))).toContain(
      '>b · 0.500</text>',
    );
  });

  it('keeps 20,000 points under 1.5 MB', () => {
    const points = Float64Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 10_007);
    const many = {
      originals: points,
      reconstructions: points,
      labels: new Uint8Array(10_000),
      classNames: ['a'],
    };
    expect(renderSvg(embeddingScatter(many)).length).toBeLessThan(1_500_000);
  });

  it('refuses what does not pair up', () => {
    expect(() => embeddingScatter({ ...embedding, labels: [0] })).toThrow(
      '240 originals, 240 reconstructions and 1 labels',
    );
  });
});

describe('seedSpread', () => {
  it('names the widest standard deviation, with n − 1', () => {
    const groups = [
      { name: 'a', values: [1, 2, 3] },
      { name: 'b', values: [5] },
    ];
    expect(seedSpread(groups).title).toContain('by up to 1 (standard deviation)');
  });
});

describe('architectureDiagram', () => {
  it('is as wide as the logarithm of the values, and names the latent', () => {
    const spec = architectureDiagram([
      { name: 'input', shape: [3, 5, 1], parameters: 0 },
      { name: 'latent', shape: [3], parameters: 48, latent: true },
    ]);
    const [wide, waist] = rowsOf(spec).map(({ left, right }) => Number(right) - Number(left));
    expect(wide / waist).toBeCloseTo(Math.log2(16) / Math.log2(4));
    expect(spec.title).toBe('2 layers with 48 parameters; the latent has 3 values');
  });
});
