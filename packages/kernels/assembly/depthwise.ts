// Gradients of the depthwise convolution, in which each channel has filters of its own: output channel c · multiplier + q
// sees input channel c only. Rare in autoencoders, so plain loops, vectors only for one filter per channel.
import { Pointer, floats, least, loadFirst, multiplyAdd, storeFirst } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

@unmanaged class Depthwise {
  /** Input or its gradient, filter or its gradient, gradient of the output. */
  x: Pointer;
  filter: Pointer;
  dy: Pointer;
  images: i32;
  height: i32;
  width: i32;
  channels: i32;
  multiplier: i32;
  outHeight: i32;
  outWidth: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideDown: i32;
  strideRight: i32;
  top: i32;
  left: i32;
}

export function depthwiseSizes(
  job: Pointer, images: i32, height: i32, width: i32, channels: i32, multiplier: i32, outHeight: i32, outWidth: i32,
): void {
  const j = changetype<Depthwise>(job);
  j.images = images;
  j.height = height;
  j.width = width;
  j.channels = channels;
  j.multiplier = multiplier;
  j.outHeight = outHeight;
  j.outWidth = outWidth;
}

export function depthwiseFilter(
  job: Pointer, height: i32, width: i32, strideDown: i32, strideRight: i32, top: i32, left: i32,
): void {
  const j = changetype<Depthwise>(job);
  j.filterHeight = height;
  j.filterWidth = width;
  j.strideDown = strideDown;
  j.strideRight = strideRight;
  j.top = top;
  j.left = left;
}

export function depthwiseInputGradient(job: Pointer, dy: Pointer, filter: Pointer, dx: Pointer): void {
  const j = changetype<Depthwise>(job);
  j.dy = dy;
  j.filter = filter;
  j.x = dx;
  parallel(Task.depthwiseImage, job, j.images);
}

export function depthwiseFilterGradient(job: Pointer, x: Pointer, dy: Pointer, gradient: Pointer): void {
  const j = changetype<Depthwise>(job);
  j.x = x;
  j.dy = dy;
  j.filter = gradient;
  parallel(Task.depthwiseTap, job, j.filterHeight * j.filterWidth);
}

export function depthwiseImage(address: Pointer, image: i32, _thread: i32): void {
  const j = changetype<Depthwise>(address);
  const size = j.height * j.width * j.channels;
  memory.fill(j.x + floats(image * size), 0, floats(size));
  for (let tap = 0; tap < j.filterHeight * j.filterWidth; tap++) eachPixel(j, image, tap, true);
}

export function depthwiseTap(address: Pointer, tap: i32, _thread: i32): void {
  const j = changetype<Depthwise>(address);
  const size = j.channels * j.multiplier;
  memory.fill(j.filter + floats(tap * size), 0, floats(size));
  for (let image = 0; image < j.images; image++) eachPixel(j, image, tap, false);
}

/** Every output pixel whose tap lies inside the image adds to the gradient of the input, or of the filter. */
function eachPixel(j: Depthwise, image: i32, tap: i32, ofInput: bool): void {
  const down = tap / j.filterWidth - j.top, right = tap % j.filterWidth - j.left;
  const outChannels = j.channels * j.multiplier;
  const filter = j.filter + floats(tap * outChannels);
  for (let oh = 0; oh < j.outHeight; oh++) {
    const h = oh * j.strideDown + down;
    if (h < 0 || h >= j.height) continue;
    for (let ow = 0; ow < j.outWidth; ow++) {
      const w = ow * j.strideRight + right;
      if (w < 0 || w >= j.width) continue;
      const x = j.x + floats(((image * j.height + h) * j.width + w) * j.channels);
      const dy = j.dy + floats(((image * j.outHeight + oh) * j.outWidth + ow) * outChannels);
      if (ofInput) addProducts(x, dy, filter, j.channels, j.multiplier, false);
      else addProducts(filter, dy, x, j.channels, j.multiplier, true);
    }
  }
}

/** `sum += dy · factor`, one value per channel on the input's side and one per output channel on the filter's side. */
function addProducts(
  sum: Pointer, dy: Pointer, factor: Pointer, channels: i32, multiplier: i32, sumIsFilter: bool,
): void {
  if (multiplier == 1)
    for (let c = 0; c < channels; c += 4) {
      const at = floats(c), lanes = channels - c;
      storeFirst(sum + at, multiplyAdd(loadFirst(dy + at, lanes), loadFirst(factor + at, lanes), loadFirst(sum + at, lanes)), lanes);
    }
  else
    for (let i = 0; i < channels * multiplier; i++) {
      const filterSide = floats(i), inputSide = floats(i / multiplier);
      const s = sum + (sumIsFilter ? filterSide : inputSide);
      const f = factor + (sumIsFilter ? inputSide : filterSide);
      store<f32>(s, load<f32>(s) + load<f32>(dy + filterSide) * load<f32>(f));
    }
}
