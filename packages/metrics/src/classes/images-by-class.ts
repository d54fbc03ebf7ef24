/**
 * The numbers of the images of each class.
 *
 * @throws RangeError if a label is not a whole number below `nClasses`
 */
export function imagesByClass(caller: string, labels: ArrayLike<number>, nClasses: number): number[][] {
  const images = Array.from({ length: nClasses }, (): number[] => []);
  for (let i = 0; i < labels.length; i++) {
    if (!(Number.isInteger(labels[i]) && labels[i] >= 0 && labels[i] < nClasses))
      throw new RangeError(
        `${caller}: label ${i} is ${labels[i]}; it must be a whole number from 0 to ${nClasses - 1}`,
      );
    images[labels[i]].push(i);
  }
  return images;
}
