import type { ImageDataset, ImagesDescription } from '@aelab/datasets';
import { selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { imageGrid } from '@aelab/viz';

const examplesPerClass = 8;

/** A row for each class: its count and ink, its mean image, and its first images. */
export function contactSheet(
  dataset: ImageDataset,
  { classes, meanInk, meanImage }: ImagesDescription,
): string {
  const rows = classes.map((of, k) => ({
    label: `${of.label}: ${of.n} images, mean ink ${of.meanInk.toFixed(1)}`,
    images: sideBySide(of.meanImage, firstOfClass(dataset, k)),
  }));
  const all = Uint32Array.from(dataset.labels.subarray(0, examplesPerClass).keys());
  const whole = {
    label: `all: ${dataset.labels.length} images, mean ink ${meanInk.toFixed(1)}`,
    images: sideBySide(meanImage, selectImages(dataset.images, all)),
  };
  const columns = ['mean', ...Array.from({ length: examplesPerClass }, (_, i) => String(i + 1))];
  const description = `Contact sheet of ${dataset.name}, ${dataset.split}: mean image and first images of each class`;
  return imageGrid([...rows, whole], { columns, width: 1000, description });
}

function firstOfClass({ images, labels }: ImageDataset, label: number): ImageBatch {
  const members: number[] = [];
  for (let i = 0; i < labels.length && members.length < examplesPerClass; i++)
    if (labels[i] === label) members.push(i);
  return selectImages(images, members);
}

/** The mean image and the examples in one batch; black where a class has fewer. */
function sideBySide(mean: ImageBatch, examples: ImageBatch): ImageBatch {
  const [, height, width, channels] = mean.shape;
  const data = new Float32Array((1 + examplesPerClass) * height * width * channels);
  data.set(toUnitRange(mean).data);
  data.set(toUnitRange(examples).data, height * width * channels);
  return { data, shape: [1 + examplesPerClass, height, width, channels], range: [0, 1] };
}
