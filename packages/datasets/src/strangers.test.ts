import { describe, expect, it } from 'vitest';
import { mnist } from './mnist.js';
import { strangers } from './strangers.js';

const rows = (data: Uint8Array, image: number, side: number) =>
  Array.from({ length: side }, (_, y) =>
    Array.from(data.subarray((image * side + y) * side, (image * side + y + 1) * side), (v) =>
      v > 170 ? '#' : v > 85 ? '+' : '.',
    ).join(''),
  );

describe('strangers', () => {
  it.each([
    [28, 28, 1],
    [32, 32, 3],
    [96, 96, 3],
    [10, 40, 2],
    [1, 1, 1],
  ] as const)('fits %i×%i×%i', async (...shape) => {
    const { images, classNames, labels } = await strangers(shape);
    expect(images.shape).toEqual([4, ...shape]);
    expect(images.data.length).toBe(4 * shape[0] * shape[1] * shape[2]);
    expect([...labels].map((label) => classNames[label])).toEqual(['cartoon', 'nature', 'inverted 2', 'Ai']);
  });

  it('has a 2 that is the inverse of a test image of MNIST', async () => {
    const { images } = await strangers([28, 28, 1]);
    const test = await mnist('test');
    expect(test.labels[1]).toBe(2);
    expect([...images.data.subarray(2 * 784, 3 * 784)]).toEqual(
      [...test.images.data.subarray(784, 2 * 784)].map((v) => 255 - v),
    );
  });

  it('draws a figure with eyes, and an A that encloses a black spot', async () => {
    const data = (await strangers([28, 28, 1])).images.data as Uint8Array;
    expect(rows(data, 0, 28)).toMatchInlineSnapshot(`
      [
        "............................",
        "............+##+............",
        "...........######...........",
        "..........##+##+##..........",
        "..........#..++..#..........",
        "..........#+.##.+#..........",
        "..........########..........",
        "...........######...........",
        "...........++++++...........",
        "............+##+............",
        "....#+.......++.............",
        "....#+.....++##++...........",
        ".....#...+#++##++#+.........",
        ".....++.+#+++##++.+#........",
        "......###..++##++...#+......",
        "......++...++##++....#......",
        "...........++##++....++.....",
        "...........++##++.....#.....",
        "...........######.....#+....",
        "...........++..+#.....##....",
        "...........#....#+..........",
        "..........+#....+#..........",
        "..........++.....#..........",
        "..........#+.....#..........",
        "..........#+.....#..........",
        "..........#......#..........",
        ".......+###......###+.......",
        "............................",
      ]
    `);
    expect(rows(data, 3, 28).slice(4, 24)).toMatchInlineSnapshot(`
      [
        "............................",
        "........###.........+#+.....",
        "........###.........###.....",
        ".......+###+........+##.....",
        ".......#####................",
        ".......#####................",
        "......+#####+...............",
        "......###.###.......+##.....",
        "......###.###.......###.....",
        ".....+##+.+###......###.....",
        ".....###...###......###.....",
        "....+#########+.....###.....",
        "....###########.....###.....",
        "....###########.....###.....",
        "...+###.....###+....###.....",
        "...###.......###....###.....",
        "...###.......###....###.....",
        "..+##+.......+##+...###.....",
        "...##.........##+...###.....",
        "............................",
      ]
    `);
  });

  it('fills around a drawing with its background, and cuts the photograph to the shape', async () => {
    const { data } = (await strangers([10, 40, 1])).images;
    const corner = (image: number) => data[image * 400];
    expect([corner(0), corner(2), corner(3)]).toEqual([0, 255, 0]);
    expect(new Set(data.subarray(400, 410)).size).toBeGreaterThan(3);
  });

  it('records where the photograph is from, and on which terms', async () => {
    const { provenance } = await strangers([4, 4, 1]);
    expect(provenance.source).toContain('public-domain-image.com');
    expect(provenance.checksums['nature.npy']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses a shape that is none', async () => {
    await expect(strangers([0, 28, 1])).rejects.toThrow('imageShape is [0,28,1]');
  });
});
