import { imageBatch, selectImages } from '@aelab/images';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { recordJson, type RunRecord } from '../record.js';
import { fullRecord, mnistRecord } from '../testing/records.js';
import { cut, overlaps, textBoxes } from '../testing/text-boxes.js';
import { report, type ReportInput } from './report.js';
import { scriptHash } from './script.js';

const images = imageBatch(
  Float32Array.from({ length: 20 * 784 }, (_, i) => ((i * 31) % 97) / 97),
  [20, 28, 28, 1],
);
const labels = Array.from({ length: 20 }, (_, i) => String(i % 10));
const pictures = { originals: images, reconstructions: images, labels };

const labelsOf = Uint8Array.from({ length: 200 }, (_, i) => i % 10);
const plane = (shift: number) => Float64Array.from({ length: 400 }, (_, i) => ((i * 37) % 101) + shift);

const steps = ['−3', '−2', '−1', '0', '1', '2', '3'];
const seven = selectImages(images, [0, 1, 2, 3, 4, 5, 6]);
const sheetRows = (names: string[]) => names.map((label) => ({ label, images: seven }));

/** A report with every section that there is. */
const everything: ReportInput = {
  record: fullRecord,
  pictures: { ...pictures, latents: Float32Array.from({ length: 20 * 32 }, (_, i) => Math.sin(i)) },
  imageErrors: Float64Array.from({ length: 200 }, (_, i) => 0.01 + ((i * 7) % 50) / 1000),
  embedding: {
    originals: plane(0),
    reconstructions: plane(1),
    labels: labelsOf,
    classNames: labels.slice(0, 10),
  },
  latents: { values: plane(0).subarray(0, 200), labels: labelsOf, classNames: labels.slice(0, 10) },
  sheets: {
    traversal: { columns: steps, rows: sheetRows(['Unit 3', 'Unit 12']) },
    interpolation: { columns: ['original', ...steps.slice(1, -1), 'original'], rows: sheetRows(['0 to 1']) },
    filters: { rows: sheetRows(['Filter', 'PCA']) },
    strangers: { columns: steps, rows: sheetRows(['Stranger', 'Reconstruction']) },
    noise: { columns: steps, rows: sheetRows(['Original', 'Noise 0.2', 'Repaired']) },
  },
  rates: [
    { name: 'autoencoder', points: [{ x: 0.1, y: 22 }] },
    { name: 'JPEG', rival: true, points: [0.3, 0.6].map((x) => ({ x, y: 20 + 5 * x })) },
  ],
};

const whole = report(everything);
const demo = report({ record: mnistRecord, pictures });

const ids = (html: string) => [...html.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id);
const svgs = (html: string) => [...html.matchAll(/<svg.*?<\/svg>/gs)].map(([svg]) => svg);

/** The names of all elements of a page and of their attributes. */
function tagsAndAttributes(html: string): Set<string> {
  const tags = html
    .replace(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')
    .matchAll(/<(\w+)((?:"[^"]*"|[^">])*)>/g);
  return new Set(
    [...tags].flatMap(([, tag, rest]) => [tag, ...rest.replace(/"[^"]*"/g, '').split(/[\s=/]+/)]),
  );
}

const usual = tagsAndAttributes(report({ record: fullRecord, pictures }));

describe('report', () => {
  it('is the same to the byte for the same record, also after a way through JSON', () => {
    const again = JSON.parse(recordJson(fullRecord)) as RunRecord;
    expect(report({ ...everything, record: again })).toBe(whole);
  });

  it('holds every section that the run has something for, and no other', () => {
    expect(ids(whole)).toEqual([
      'pictures',
      'baselines',
      'classes',
      'errors',
      'denoising',
      'noise',
      'strangers',
      'judge',
      'overlap',
      'latents',
      'walks',
      'filters',
      'bytes',
      'training',
      'architecture',
      'method',
      'words',
    ]);
    const { test, training } = mnistRecord;
    const bare = { ...mnistRecord, test: { ...test, perClass: [] }, training: { ...training, loss: [] } };
    expect(ids(report({ record: bare }))).toEqual(['baselines', 'method', 'words']);
  });

  it('names every section in its table of contents', () => {
    for (const id of ids(whole)) expect(whole).toContain(`<a href="#${id}">`);
  });

  it('puts the five figures beside PCA and the best constant image', () => {
    const rows = [
      ...report({ record: mnistRecord })
        .split('</table>')[0]
        .matchAll(/<tr>.*?<\/tr>/gs),
    ].slice(1);
    const texts = rows.map(([row]) =>
      row.replace(/<small>.*?<\/small>/g, '').match(/[\d.,]+(?=\s*<\/td>)|–/g),
    );
    expect(texts).toEqual([
      ['0.00971', '0.01683', '0.06750'],
      ['0.0384', '0.0671', '0.1256'],
      ['20.73', '18.04', '11.87'],
      ['0.893', '0.781', '–'],
      ['32', '32', '0'],
    ]);
  });

  it('says how many reconstructions lie near their originals as a percentage', () => {
    expect(whole).toContain('98\u00a0% of the reconstructions lie among');
    const all = report({ record: { ...fullRecord, overlap: { ...fullRecord.overlap, pairFidelity: 1 } } });
    expect(all).toContain('100\u00a0% of the reconstructions');
  });

  it('stays under 2 MB for the demo', () => {
    expect(demo.length).toBeLessThan(2_000_000);
  });

  it('asks for nothing outside itself', () => {
    const addresses = [...whole.matchAll(/ (?:href|src)="([^"]*)"|url\(/g)].map(([, address]) => address);
    expect(addresses.filter((address) => !/^(#|data:)/.test(address))).toEqual([]);
    expect(whole).toContain(`default-src 'none'`.replaceAll("'", '&#39;'));
  });

  it('lets no script run but its own, by its checksum', () => {
    const [, script] = /<script>(.*?)<\/script>/s.exec(demo) ?? [];
    expect(scriptHash).toBe(`sha256-${createHash('sha256').update(script).digest('base64')}`);
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    '</svg></style>',
  ])('escapes %s wherever it comes from', (evil) => {
    const record: RunRecord = {
      ...fullRecord,
      config: { [evil]: evil, model: { type: evil } },
      backend: { name: evil, why: evil },
      environment: { [evil]: evil },
      data: { ...fullRecord.data, name: evil, checksums: { [evil]: evil } },
      training: { ...fullRecord.training, stopped: 'diverged', cause: evil },
      test: { ...fullRecord.test, perClass: [{ ...fullRecord.test.perClass[0], label: evil }] },
      judge: { ...fullRecord.judge, name: evil },
      strangers: [{ label: evil, mse: 0.1, errsMoreThan: 1 }],
    };
    const html = report({ record, pictures: { ...pictures, labels: labels.map(() => evil) } });
    expect(tagsAndAttributes(html)).toEqual(usual);
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  it('shows figures that are not finite, and undefined ones, sensibly', () => {
    const { test, baselines } = mnistRecord;
    const record: RunRecord = {
      ...mnistRecord,
      test: { ...test, mse: 0, psnr: 'Infinity', mae: 'NaN', mseInterval: ['NaN', 'NaN'] },
      baselines: { ...baselines, mean: { mse: 'NaN' } },
    };
    const html = report({ record }).replace(/data:text\/csv[^"]*/g, '');
    expect(html).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(html).toContain('∞');
  });

  it('copes with 1,000 classes and with no images', () => {
    const perClass = Array.from({ length: 1000 }, (_, i) => ({
      ...mnistRecord.test.perClass[i % 10],
      label: `c${i}`,
    }));
    const none = imageBatch(new Float32Array(0), [0, 28, 28, 1]);
    const html = report({
      record: { ...mnistRecord, test: { ...mnistRecord.test, perClass } },
      pictures: { originals: none, reconstructions: none },
    });
    expect(html.length).toBeLessThan(1_000_000);
    expect(ids(html)).not.toContain('pictures');
    expect(html).toContain('c999');
  });

  it('draws every chart wide and narrow, no text of it cut or covered', () => {
    const drawings = svgs(whole);
    expect(drawings).toHaveLength(34);
    for (const svg of drawings) {
      expect(overlaps(textBoxes(svg))).toEqual([]);
      expect(cut(svg)).toEqual([]);
    }
  });
});
