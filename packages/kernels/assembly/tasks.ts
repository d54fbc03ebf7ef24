// The tasks that threads share, by number: a table of function references would be static data, and there is no place
// for static data in a memory that belongs to someone else.
import { biasRows } from './bias';
import { convolveImages, dotImages, filterGradientImages } from './convolution';
import { depthwiseImage, depthwiseTap } from './depthwise';
import { elements } from './elementwise';
import { compute } from './external';
import { multiplyRows, packColumns } from './gemm';
import { lookUpChunk } from './levels';
import { updateChunk } from './optimizers';
import { maxPoolGradientImage, maxPoolImage } from './pooling';
import { squaredErrors, sumPart } from './sums';
import { repeatRows, sumRepeatedRows } from './upsampling';
import { Pointer } from './simd';

export enum Task {
  biasRows,
  convolveImages,
  dotImages,
  filterGradientImages,
  depthwiseImage,
  depthwiseTap,
  elements,
  external,
  lookUpChunk,
  multiplyRows,
  packColumns,
  updateChunk,
  maxPoolGradientImage,
  maxPoolImage,
  squaredErrors,
  sumPart,
  repeatRows,
  sumRepeatedRows,
}

/** Computes one chunk of a task on one thread. */
export function run(task: Task, job: Pointer, chunk: i32, thread: i32): void {
  switch (task) {
    case Task.biasRows:
      return biasRows(job, chunk, thread);
    case Task.convolveImages:
      return convolveImages(job, chunk, thread);
    case Task.dotImages:
      return dotImages(job, chunk, thread);
    case Task.filterGradientImages:
      return filterGradientImages(job, chunk, thread);
    case Task.depthwiseImage:
      return depthwiseImage(job, chunk, thread);
    case Task.depthwiseTap:
      return depthwiseTap(job, chunk, thread);
    case Task.elements:
      return elements(job, chunk, thread);
    case Task.external:
      return compute(job, chunk);
    case Task.lookUpChunk:
      return lookUpChunk(job, chunk, thread);
    case Task.multiplyRows:
      return multiplyRows(job, chunk, thread);
    case Task.packColumns:
      return packColumns(job, chunk, thread);
    case Task.updateChunk:
      return updateChunk(job, chunk, thread);
    case Task.maxPoolGradientImage:
      return maxPoolGradientImage(job, chunk, thread);
    case Task.maxPoolImage:
      return maxPoolImage(job, chunk, thread);
    case Task.squaredErrors:
      return squaredErrors(job, chunk, thread);
    case Task.sumPart:
      return sumPart(job, chunk, thread);
    case Task.repeatRows:
      return repeatRows(job, chunk, thread);
    case Task.sumRepeatedRows:
      return sumRepeatedRows(job, chunk, thread);
  }
}
