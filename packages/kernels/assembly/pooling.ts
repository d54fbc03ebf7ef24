// Max pooling and its gradient: each window's gradient goes to its first largest pixel.
import { Pointer, floats, least, load4, loadFirst, store4, storeFirst } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

@unmanaged class Pooling {
  x: Pointer;
  /** The pooled image or, of the gradient, that of the pooled image. */
  y: Pointer;
  dx: Pointer;
  images: i32;
  height: i32;
  width: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  windowHeight: i32;
  windowWidth: i32;
  strideDown: i32;
  strideRight: i32;
  top: i32;
  left: i32;
  /** Every pixel belongs to exactly one window. */
  tiled: bool;
}

export function poolingSizes(
  job: Pointer, images: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
): void {
  const j = changetype<Pooling>(job);
  j.images = images;
  j.height = height;
  j.width = width;
  j.channels = channels;
  j.outHeight = outHeight;
  j.outWidth = outWidth;
}

export function poolingWindow(
  job: Pointer, height: i32, width: i32, strideDown: i32, strideRight: i32, top: i32, left: i32,
): void {
  const j = changetype<Pooling>(job);
  j.windowHeight = height;
  j.windowWidth = width;
  j.strideDown = strideDown;
  j.strideRight = strideRight;
  j.top = top;
  j.left = left;
}

export function maxPool(job: Pointer, x: Pointer, y: Pointer): void {
  const j = changetype<Pooling>(job);
  j.x = x;
  j.y = y;
  parallel(Task.maxPoolImage, job, j.images);
}

export function maxPoolGradient(job: Pointer, x: Pointer, dy: Pointer, dx: Pointer): void {
  const j = changetype<Pooling>(job);
  j.x = x;
  j.y = dy;
  j.dx = dx;
  const disjoint = j.strideDown == j.windowHeight && j.strideRight == j.windowWidth;
  j.tiled = disjoint && j.outHeight * j.strideDown == j.height && j.outWidth * j.strideRight == j.width;
  parallel(Task.maxPoolGradientImage, job, j.images);
}

export function maxPoolImage(address: Pointer, image: i32, _thread: i32): void {
  eachWindow(changetype<Pooling>(address), image, false);
}

export function maxPoolGradientImage(address: Pointer, image: i32, _thread: i32): void {
  const j = changetype<Pooling>(address);
  const size = floats(j.height * j.width * j.channels);
  if (!j.tiled) memory.fill(j.dx + <usize>image * size, 0, size);
  eachWindow(j, image, true);
}

function eachWindow(j: Pooling, image: i32, gradient: bool): void {
  const pixel = floats(j.channels), row = <usize>j.width * pixel;
  const size = <usize>j.height * row, from = j.x + <usize>image * size, offset = j.dx - j.x;
  let y = j.y + <usize>(image * j.outHeight * j.outWidth) * pixel;
  for (let h = 0; h < j.outHeight; h++) {
    const top = h * j.strideDown - j.top;
    const rows = least(j.height, top + j.windowHeight) - max(0, top);
    for (let w = 0; w < j.outWidth; w++, y += pixel) {
      const left = w * j.strideRight - j.left;
      const columns = least(j.width, left + j.windowWidth) - max(0, left);
      const x = from + <usize>max(0, top) * row + <usize>max(0, left) * pixel;
      for (let c = 0; c < j.channels; c += 4) {
        const p = x + floats(c), q = y + floats(c), lanes = j.channels - c;
        if (gradient && j.tiled && rows == 2 && columns == 2 && lanes >= 4)
          giveToLargestOfFour(p, row, pixel, load4(q), offset);
        else if (gradient) giveToLargest(p, rows, columns, row, pixel, loadFirst(q, lanes), offset, lanes, j.tiled);
        else if (rows == 2 && columns == 2 && lanes >= 4) store4(q, largestOfFour(p, row, pixel));
        else storeFirst(q, largest(p, rows, columns, row, pixel, lanes), lanes);
      }
    }
  }
}

/** Of a window of 2 × 2, the usual one. */
@inline function largestOfFour(x: Pointer, row: usize, pixel: usize): v128 {
  return f32x4.pmax(f32x4.pmax(load4(x), load4(x + pixel)), f32x4.pmax(load4(x + row), load4(x + row + pixel)));
}

function largest(x: Pointer, rows: i32, columns: i32, row: usize, pixel: usize, lanes: i32): v128 {
  let best = f32x4.splat(-Infinity);
  for (let h = 0; h < rows; h++, x += row) {
    let p = x;
    for (let w = 0; w < columns; w++, p += pixel) best = f32x4.pmax(best, loadFirst(p, lanes));
  }
  return best;
}

@inline function giveToLargestOfFour(x: Pointer, row: usize, pixel: usize, dy: v128, offset: usize): void {
  const best = largestOfFour(x, row, pixel);
  dy = giveIfLargest(x, best, dy, offset);
  dy = giveIfLargest(x + pixel, best, dy, offset);
  dy = giveIfLargest(x + row, best, dy, offset);
  giveIfLargest(x + row + pixel, best, dy, offset);
}

/** The pixel's gradient: the lanes of dy in which it is the largest; gives back the rest of dy. */
@inline function giveIfLargest(x: Pointer, best: v128, dy: v128, offset: usize): v128 {
  const here = f32x4.eq(load4(x), best);
  store4(x + offset, v128.and(dy, here));
  return v128.andnot(dy, here);
}

/** Four channels of one window: the gradient goes where the value equals the largest, the first time. */
function giveToLargest(
  x: Pointer, rows: i32, columns: i32, row: usize, pixel: usize, dy: v128, offset: usize, lanes: i32, tiled: bool,
): void {
  const best = largest(x, rows, columns, row, pixel, lanes);
  for (let h = 0; h < rows; h++, x += row) {
    let p = x;
    for (let w = 0; w < columns; w++, p += pixel) {
      const here = f32x4.eq(loadFirst(p, lanes), best);
      const dx = p + offset;
      const given = v128.and(dy, here);
      storeFirst(dx, tiled ? given : f32x4.add(loadFirst(dx, lanes), given), lanes);
      dy = v128.andnot(dy, here);
    }
  }
}
