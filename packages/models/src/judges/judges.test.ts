import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { selectBackend } from '../backend/select-backend.js';
import { loadHalf, saveHalf } from '../save-autoencoder.js';
import { modelState, readState } from '../training/state.js';
import { classifierFrom } from './classifier.js';
import { judgePredictions, scorePredictions } from './judge.js';
import { lenet5 } from './lenet5.js';
import { shiftAndFlip } from './shift-and-flip.js';
import { smallCnn } from './small-cnn.js';
import { trainClassifier } from './train-classifier.js';

/** Bright on the left, in the middle or on the right. */
function stripes(n: number) {
  const { uniform } = random(3);
  const labels = Array.from({ length: n }, (_, i) => i % 3);
  const data = labels.flatMap((label) =>
    Array.from({ length: 144 }, (_, i) => (Math.floor((i % 12) / 4) === label ? 0.6 : 0) + 0.4 * uniform()),
  );
  return { images: imageBatch(Float32Array.from(data), [n, 12, 12, 1]), labels };
}
const { images, labels } = stripes(36);
const options = { imageShape: [12, 12, 1], classes: 3, seed: 1 } as const;
const training = { optimizer: 'adam', learningRate: 0.01, batchSize: 12, epochs: 5, seed: 2 } as const;

beforeAll(() => selectBackend('wasm'));

describe.each(Object.entries({ lenet5, smallCnn }))('%s', (_name, build) => {
  it('learns, the same for the same seed, and comes back from disk', async () => {
    const [judge, again] = [build(options), build(options)];
    for (const classifier of [judge, again]) await trainClassifier(classifier, images, labels, training);
    const answers = await judgePredictions(judge, images);
    expect(scorePredictions(answers, labels).accuracy).toBeGreaterThan(0.9);
    expect(await readState(modelState(again.model))).toEqual(await readState(modelState(judge.model)));
    const folder = await mkdtemp(join(tmpdir(), 'aelab judge '));
    await saveHalf(judge.model, folder);
    expect(await judgePredictions(classifierFrom(await loadHalf(folder)), images)).toEqual(answers);
    await rm(folder, { recursive: true });
  });

  it('refuses images that are too small, and others than its own', async () => {
    expect(() => build({ ...options, imageShape: [6, 12, 1] })).toThrow(
      'imageShape is [6,12,1]; height and width',
    );
    const other = imageBatch(new Float32Array(256), [1, 16, 16, 1]);
    await expect(judgePredictions(build(options), other)).rejects.toThrow(
      'images have shape [16,16,1] and the classifier takes [12,12,1]',
    );
  });
});

describe('lenet5', () => {
  it('has the parameters of the paper for 28×28 digits', () => {
    expect(lenet5({ imageShape: [28, 28, 1], classes: 10, seed: 0 }).model.countParams()).toBe(61_706);
  });
});

describe('trainClassifier', () => {
  it('refuses labels that are none', async () => {
    await expect(trainClassifier(lenet5(options), images, [0, 1], training)).rejects.toThrow(
      'there are 2 labels for 36 images',
    );
    await expect(trainClassifier(lenet5(options), images, labels.with(4, 3), training)).rejects.toThrow(
      'label 4 is 3; it must be a class number from 0 to 2',
    );
  });
});

describe('judgePredictions', () => {
  const image = imageBatch(new Float32Array(8), [2, 2, 2, 1]);

  it('takes any function that scores', async () => {
    const probabilities = Float32Array.of(0.5, 0.5, 0.2, 0.8);
    const judge = { predict: () => ({ data: probabilities, shape: [2, 2], kind: 'probabilities' }) as const };
    const answers = await judgePredictions(judge, image);
    expect([...answers.predictions]).toEqual([0, 1]);
    expect(answers.probabilities).toBe(probabilities);
  });

  it('does not overflow', async () => {
    const data = Float32Array.of(1000, 1000, -1000, 1000);
    const { probabilities } = await judgePredictions(
      { predict: () => ({ data, shape: [2, 2], kind: 'logits' }) },
      image,
    );
    expect([...probabilities]).toEqual([0.5, 0.5, 0, 1]);
  });

  it('refuses a judge that leaves images out, or answers NaN', async () => {
    const judge = (data: Float32Array, n: number) => ({
      predict: () => ({ data, shape: [n, 2] as const, kind: 'logits' as const }),
    });
    await expect(judgePredictions(judge(new Float32Array(2), 1), image)).rejects.toThrow('for 2 images');
    await expect(judgePredictions(judge(Float32Array.of(0, 0, NaN, 0), 2), image)).rejects.toThrow(
      'score 2 is NaN',
    );
  });
});

describe('scorePredictions', () => {
  it('has no calibration error where confidence is the share of right answers', () => {
    const predictions = new Int32Array(4);
    const probabilities = Float32Array.from({ length: 8 }, (_, i) => (i % 2 ? 0.25 : 0.75));
    const score = scorePredictions({ predictions, probabilities }, [0, 0, 0, 1]);
    expect(score).toMatchObject({
      accuracy: 0.75,
      confusion: [
        [3, 0],
        [1, 0],
      ],
      meanConfidence: 0.75,
    });
    expect(score.calibrationError).toBeCloseTo(0, 12);
  });
});

describe('shiftAndFlip', () => {
  it('moves the picture, mirrored or not, and nothing else', () => {
    const n = 200;
    const data = new Float32Array(n * 50);
    for (let i = 0; i < n; i++) data.set([0.25, 0.5, 1, 0.75], i * 50 + 2 * (2 * 5 + 2));
    const moved = shiftAndFlip({ shift: 1, flip: true })(imageBatch(data, [n, 5, 5, 2]), 7);
    const places = new Set<string>();
    for (let i = 0; i < n; i++) {
      const image = moved.data.subarray(i * 50, (i + 1) * 50);
      const first = image.findIndex((value) => value > 0);
      places.add(`${first} ${image.filter((value) => value > 0).join()}`);
    }
    expect(places.size).toBe(18);
    expect([...places].every((place) => /(0.25,0.5,1,0.75|1,0.75,0.25,0.5)$/.test(place))).toBe(true);
  });
});
