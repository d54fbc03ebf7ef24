import { imageBatch } from '@aelab/images';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../record.js';
import { fullRecord, mnistRecord } from '../../testing/records.js';
import { cut, overlaps, textBoxes } from '../../testing/text-boxes.js';
import { differingSettings, seedFamilies, shareTestImages, type ComparedRun } from './compared-run.js';
import { comparison } from './comparison.js';
import { differences } from './differences.js';
import { classRanks, seedDuels } from './ranks.js';

interface Change {
  readonly seed?: number;
  readonly latentDim?: number;
  readonly mse?: number;
  readonly half?: number;
}

function run(
  name: string,
  { seed = 0, latentDim = 32, mse = 0.01, half = 0.0001 }: Change = {},
): ComparedRun {
  const { test, config } = mnistRecord;
  const perClass = test.perClass.map((c, i) => ({ ...c, mse: mse + i / 1000 }));
  const record: RunRecord = {
    ...mnistRecord,
    model: { ...mnistRecord.model, latentShape: [latentDim], dimensionReduction: 784 / latentDim },
    seed,
    config: { ...config, seed, model: { type: 'dense', latentDim } },
    test: { ...test, mse, mseInterval: [mse - half, mse + half], perClass },
  };
  return { name, record };
}

const five = [
  run('d16', { latentDim: 16, mse: 0.016 }),
  run('d32', { mse: 0.0101 }),
  run('d32-b', { seed: 1, mse: 0.0099 }),
  run('d64', { latentDim: 64, mse: 0.007 }),
  run('d64-b', { latentDim: 64, seed: 1, mse: 0.0072 }),
];

describe('comparison', () => {
  const html = comparison({ runs: five });

  it('names the best run and how far the next is behind', () => {
    expect(html).toContain(
      'd64 has the least test error, 0.00700. The next, d64-b, has 0.000200 more (95\u00a0% interval 0.0000586 to',
    );
  });

  it('names those that cannot be told apart from the best', () => {
    const close = comparison({ runs: [run('a', { mse: 0.01 }), run('b', { mse: 0.01005 })] });
    expect(close).toContain('It cannot be told apart from b on these test images.');
    const paired = comparison({
      runs: [run('a', { mse: 0.01 }), run('b', { mse: 0.01005 })],
      paired: { b: { interval: [0.00004, 0.00006], first: 0.001 } },
    });
    expect(paired).toContain('The next, b, has');
    expect(paired).toContain('First, share');
  });

  it('ranks a run without a finite error last, and ties it with none', () => {
    const lost = run('lost', { mse: NaN });
    const page = comparison({
      runs: [lost, run('a', { mse: 0.01 })],
      paired: { lost: { interval: [0, 0], first: 0.5 } },
    });
    expect(page).toContain('a has the least test error, 0.0100. No other run has a finite one.');
    expect(page).toContain('a has the least error of 2 runs');
    expect(comparison({ runs: [lost, run('b', { mse: Infinity })] })).toContain(
      'No run has a finite test error.',
    );
  });

  it('ranks nothing when the test images were not the same', () => {
    const other = run('other');
    const data = { ...other.record.data, test: 2000 };
    const runs = [run('a'), { name: 'other', record: { ...other.record, data } }];
    const html = comparison({ runs });
    expect(html).toContain('their figures cannot be ranked');
    expect(html).not.toContain('least error');
    expect(html).not.toContain('Ranks in');
  });

  it('is the same to the byte each time, and draws no text cut or covered', () => {
    expect(comparison({ runs: five })).toBe(html);
    for (const [svg] of html.matchAll(/<svg.*?<\/svg>/gs)) {
      expect(overlaps(textBoxes(svg))).toEqual([]);
      expect(cut(svg)).toEqual([]);
    }
  });

  it('draws what compression costs, a curve for runs that differ in nothing else, seeds as their mean', () => {
    const [, link] = /download="compression.csv" href="data:[^,]*,([^"]*)"/.exec(html) ?? [];
    expect(decodeURI(link).split('\r\n').slice(0, 5)).toEqual([
      'curve,dimensionReduction,mse,low,high',
      'd64 to d16,12.25,0.0071,,',
      'd64 to d16,24.5,0.01,,',
      'd64 to d16,49,0.016,0.0159,0.0161',
      'PCA,12.25,0.016828,,',
    ]);
    expect(comparison({ runs: five, knee: 20.5 })).toContain('fastest beyond 20.5×');
    expect(comparison({ runs: [run('a'), run('b', { seed: 1 })] })).not.toContain('What compression costs');
  });

  it('draws the accuracy ratios that one judge gave', () => {
    const judged = five.map(({ name, record }) => ({
      name,
      record: { ...record, judge: fullRecord.judge },
    }));
    expect(comparison({ runs: judged })).toContain('What a classifier still recognises at each compression');
    expect(comparison({ runs: [judged[0], five[1]] })).not.toContain('What a classifier');
  });

  it('draws time against epochs where one configuration was trained for three lengths of time', () => {
    const trained = [1, 2, 4].map((epochs): ComparedRun => {
      const { record } = run('a');
      const training = { ...record.training, epochs, seconds: 3 * epochs + 1 };
      return {
        name: `e${epochs}`,
        record: { ...record, training, config: { ...record.config, training: { epochs } } },
      };
    });
    expect(comparison({ runs: trained })).toContain('An epoch takes 3.00 s (R² of the line: 1.0000)');
    expect(comparison({ runs: trained.slice(1) })).not.toContain('An epoch takes');
  });

  it('shows the same images by each run, and enlarged where the best two differ', () => {
    const flat = (value: number) => imageBatch(new Float32Array(200).fill(value), [2, 10, 10, 1]);
    const reconstructions = Object.fromEntries(five.map(({ name }, i) => [name, flat(i / 10)]));
    const pictures = { originals: flat(0.5), names: ['cat', 'dog'], reconstructions };
    const page = comparison({ runs: five, pictures });
    expect(page).toContain('Where d64 and d64-b differ most');
    for (const [svg] of page.matchAll(/<svg.*?<\/svg>/gs)) expect(cut(svg)).toEqual([]);
    expect(page.match(/aria-label="d16 cat"/g)).toHaveLength(2);
  });

  it('escapes names', () => {
    const evil = comparison({ runs: [run('<script>alert(1)</script>'), run('b')] });
    expect(evil.match(/<script/g)).toHaveLength(1);
  });

  it('refuses a single run, and two of one name', () => {
    expect(() => comparison({ runs: [run('a')] })).toThrow('there is 1 run; it needs 2 or more');
    expect(() => comparison({ runs: [run('a'), run('a')] })).toThrow('two runs are called a');
  });
});

describe('differingSettings', () => {
  it('holds what is not the same in all runs, but not the seed', () => {
    expect([...differingSettings(five.map(({ record }) => record.config))]).toEqual([
      ['model.latentDim', ['16', '32', '32', '64', '64']],
    ]);
  });
});

describe('seedFamilies', () => {
  it('puts the seeds of one configuration together', () => {
    expect(seedFamilies(five).map(({ name, runs }) => [name, runs.length])).toEqual([
      ['d16', 1],
      ['d32, 2 seeds', 2],
      ['d64, 2 seeds', 2],
    ]);
  });
});

describe('shareTestImages', () => {
  it('knows that a subset is drawn with the seed', () => {
    const subset = (seed: number): ComparedRun => {
      const { record } = run('a', { seed });
      return { name: 'a', record: { ...record, config: { ...record.config, subset: { test: 100 } } } };
    };
    expect(shareTestImages([subset(0), subset(0)])).toBe(true);
    expect(shareTestImages([subset(0), subset(1)])).toBe(false);
    expect(shareTestImages(five)).toBe(true);
  });
});

describe('differences', () => {
  it('joins intervals as of independent means', () => {
    const { best, others } = differences([
      run('a', { mse: 0.02, half: 0.004 }),
      run('b', { mse: 0.01, half: 0.003 }),
    ]);
    expect(best.name).toBe('b');
    expect(others[0].difference).toBeCloseTo(0.01, 12);
    expect(others[0].interval[0]).toBeCloseTo(0.005, 12);
    expect(others[0].interval[1]).toBeCloseTo(0.015, 12);
  });
  it('puts a run without a figure last', () => {
    expect(differences([run('a', { mse: NaN }), run('b')]).best.name).toBe('b');
  });
});

describe('classRanks', () => {
  it('counts the classes won and averages ranks, sharing those of equals', () => {
    const { classes, ranks } = classRanks([
      run('a', { mse: 0.01 }),
      run('b', { mse: 0.01 }),
      run('c', { mse: 0.02 }),
    ]);
    expect(classes).toBe(10);
    expect(ranks).toEqual([
      { name: 'a', first: 0, meanRank: 1.5 },
      { name: 'b', first: 0, meanRank: 1.5 },
      { name: 'c', first: 0, meanRank: 3 },
    ]);
  });
});

describe('seedDuels', () => {
  it('sets every seed of one against every seed of the other', () => {
    const runs = [
      run('a', { mse: 1 }),
      run('a2', { seed: 1, mse: 3 }),
      run('b', { latentDim: 8, mse: 2 }),
      run('b2', { latentDim: 8, seed: 1, mse: 4 }),
    ];
    expect(seedDuels(seedFamilies(runs))).toEqual([
      { better: 'a, 2 seeds', other: 'b, 2 seeds', wins: 0.75, pairs: 4 },
    ]);
  });
});
