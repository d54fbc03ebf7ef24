// The gradient of max pooling: each window's gradient goes to its first largest pixel.
import { Pointer, floats, least, load4, loadFirst, store4, storeFirst, zeros } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

@unmanaged class Pooling {
  x: Pointer;
  dy: Pointer;
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
}

export function poolingImages(job: Pointer, images: i32, height: i32, width: i32, channels: i32): void {
  const j = changetype<Pooling>(job);
  j.images = images;
  j.height = height;
  j.width = width;
  j.channels = channels;
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

export function maxPoolGradient(
  job: Pointer, x: Pointer, dy: Pointer, outHeight: i32, outWidth: i32, dx: Pointer,
): void {
  const j = changetype<Pooling>(job);
  j.x = x;
  j.dy = dy;
  j.dx = dx;
  j.outHeight = outHeight;
  j.outWidth = outWidth;
  parallel(Task.maxPoolGradientImage, job, j.images);
}

export function maxPoolGradientImage(address: Pointer, image: i32, _thread: i32): void {
  const j = changetype<Pooling>(address);
  const size = floats(j.height * j.width * j.channels);
  const x = j.x + <usize>image * size, dx = j.dx + <usize>image * size;
  const pixel = floats(j.channels);
  let dy = j.dy + <usize>(image * j.outHeight * j.outWidth) * pixel;
  memory.fill(dx, 0, size);
  for (let h = 0; h < j.outHeight; h++)
    for (let w = 0; w < j.outWidth; w++, dy += pixel) {
      const top = h * j.strideDown - j.top, left = w * j.strideRight - j.left;
      const first = max(0, top), last = least(j.height, top + j.windowHeight);
      const start = max(0, left), end = least(j.width, left + j.windowWidth);
      for (let c = 0; c < j.channels; c += 4)
        giveToLargest(x + floats(c), dx + floats(c), dy + floats(c), j, first, last, start, end, j.channels - c);
    }
}

/** Four channels of one window: the gradient goes where the value equals the largest, the first time. */
function giveToLargest(
  x: Pointer, dx: Pointer, dy: Pointer, j: Pooling, first: i32, last: i32, start: i32, end: i32, lanes: i32,
): void {
  const pixel = floats(j.channels), row = <usize>j.width * pixel;
  let largest = f32x4.splat(-Infinity);
  for (let h = first; h < last; h++)
    for (let w = start; w < end; w++)
      largest = f32x4.pmax(largest, loadFirst(x + <usize>h * row + <usize>w * pixel, lanes));
  let left = loadFirst(dy, lanes);
  for (let h = first; h < last; h++)
    for (let w = start; w < end; w++) {
      const place = <usize>h * row + <usize>w * pixel;
      const here = f32x4.eq(loadFirst(x + place, lanes), largest);
      const given = v128.and(left, here);
      left = v128.andnot(left, here);
      storeFirst(dx + place, f32x4.add(loadFirst(dx + place, lanes), given), lanes);
    }
}
