// Enlarging by whole factors: every pixel repeated, and the gradient, the sum over its copies.
import { Pointer, floats, load4, loadFirst, store4, storeFirst, zeros } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

@unmanaged class Upsampling {
  small: Pointer;
  large: Pointer;
  rows: i32;
  width: i32;
  channels: i32;
  down: i32;
  right: i32;
}

const chunkRows = 8;

function fill(
  job: Pointer, small: Pointer, large: Pointer, rows: i32, width: i32, channels: i32, down: i32, right: i32,
): void {
  const j = changetype<Upsampling>(job);
  j.small = small;
  j.large = large;
  j.rows = rows;
  j.width = width;
  j.channels = channels;
  j.down = down;
  j.right = right;
}

/** `rows` counts the rows of all small images; each becomes `down` rows, each pixel `right` pixels. */
export function repeatPixels(
  small: Pointer, rows: i32, width: i32, channels: i32, down: i32, right: i32, large: Pointer, scratch: Pointer,
): void {
  fill(scratch, small, large, rows, width, channels, down, right);
  parallel(Task.repeatRows, scratch, (rows + chunkRows - 1) / chunkRows);
}

/** The gradient of `repeatPixels`. */
export function sumPixels(
  large: Pointer, rows: i32, width: i32, channels: i32, down: i32, right: i32, small: Pointer, scratch: Pointer,
): void {
  fill(scratch, small, large, rows, width, channels, down, right);
  parallel(Task.sumRepeatedRows, scratch, (rows + chunkRows - 1) / chunkRows);
}

export function repeatRows(address: Pointer, chunk: i32, _thread: i32): void {
  const j = changetype<Upsampling>(address);
  const pixel = floats(j.channels), largeRow = <usize>j.width * j.right * pixel;
  for (let row = chunk * chunkRows; row < min(j.rows, (chunk + 1) * chunkRows); row++) {
    let from = j.small + <usize>row * j.width * pixel;
    const first = j.large + <usize>row * j.down * largeRow;
    let to = first;
    for (let w = 0; w < j.width; w++, from += pixel)
      for (let copy = 0; copy < j.right; copy++, to += pixel) copyPixel(from, to, j.channels);
    for (let copy = 1; copy < j.down; copy++) memory.copy(first + <usize>copy * largeRow, first, largeRow);
  }
}

@inline function copyPixel(from: Pointer, to: Pointer, channels: i32): void {
  for (let c = 0; c < channels; c += 4) storeFirst(to + floats(c), loadFirst(from + floats(c), channels - c), channels - c);
}

export function sumRepeatedRows(address: Pointer, chunk: i32, _thread: i32): void {
  const j = changetype<Upsampling>(address);
  const pixel = floats(j.channels), largeRow = <usize>j.width * j.right * pixel;
  for (let row = chunk * chunkRows; row < min(j.rows, (chunk + 1) * chunkRows); row++) {
    let from = j.large + <usize>row * j.down * largeRow, to = j.small + <usize>(row * j.width) * pixel;
    for (let w = 0; w < j.width; w++, from += <usize>j.right * pixel, to += pixel)
      for (let c = 0; c < j.channels; c += 4) {
        const lanes = j.channels - c;
        let sum = zeros(), copies = from + floats(c);
        if (j.down == 2 && j.right == 2 && lanes >= 4) {
          const below = copies + largeRow;
          const upper = f32x4.add(load4(copies), load4(copies + pixel));
          store4(to + floats(c), f32x4.add(upper, f32x4.add(load4(below), load4(below + pixel))));
          continue;
        }
        for (let h = 0; h < j.down; h++, copies += largeRow) {
          let p = copies;
          for (let copy = 0; copy < j.right; copy++, p += pixel) sum = f32x4.add(sum, loadFirst(p, lanes));
        }
        storeFirst(to + floats(c), sum, lanes);
      }
  }
}
