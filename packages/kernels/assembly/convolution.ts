// Two-dimensional convolution of images [image, row, column, channel] and its gradients, as matrix products whose left
// side is never stored: four pixels' neighbourhoods at a time are packed from one image, set in a frame of zeros.
//
// A job is filled by convolutionInput, …Frame, …Filter and …Output, then run; steps and sizes are in floats.
import { packPanel8 } from './pack';
import { Pointer, floats, least, load4, multiplyAdd, splat, store4, storeFirst, zeros } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';
import { dotTile, multiplyTile, storeTile, tileBytes, tileColumns, tileRows } from './tiles';

@unmanaged class Convolution {
  images: i32;
  x: Pointer;
  height: i32;
  width: i32;
  channels: i32;
  /** The image's place in its frame. */
  top: i32;
  left: i32;
  frameHeight: i32;
  frameWidth: i32;
  filterHeight: i32;
  filterWidth: i32;
  /** Rows and columns of the frame from one output pixel to the next. */
  strideDown: i32;
  strideRight: i32;
  y: Pointer;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  outImage: i32;
  outRow: i32;
  outColumn: i32;
  packedFilter: Pointer;
  /** For each output pixel, in bytes: where its neighbourhood begins in the frame, where it goes in the output. */
  places: Pointer;
  partials: Pointer;
  /** Where each thread works, and how much it has there. */
  desks: Pointer;
  deskBytes: i32;
}

export function convolutionInput(
  job: Pointer, x: Pointer, images: i32, height: i32, width: i32, channels: i32,
): void {
  const j = changetype<Convolution>(job);
  j.x = x;
  j.images = images;
  j.height = height;
  j.width = width;
  j.channels = channels;
}

export function convolutionFrame(job: Pointer, top: i32, left: i32, height: i32, width: i32): void {
  const j = changetype<Convolution>(job);
  j.top = top;
  j.left = left;
  j.frameHeight = height;
  j.frameWidth = width;
}

export function convolutionFilter(
  job: Pointer, height: i32, width: i32, strideDown: i32, strideRight: i32,
): void {
  const j = changetype<Convolution>(job);
  j.filterHeight = height;
  j.filterWidth = width;
  j.strideDown = strideDown;
  j.strideRight = strideRight;
}

export function convolutionOutput(
  job: Pointer, y: Pointer, height: i32, width: i32, channels: i32, image: i32, row: i32, column: i32,
): void {
  const j = changetype<Convolution>(job);
  j.y = y;
  j.outHeight = height;
  j.outWidth = width;
  j.outChannels = channels;
  j.outImage = image;
  j.outRow = row;
  j.outColumn = column;
}

/** Fewer output channels than this are computed as dot products: a tile of 8 would be mostly empty. */
const fewChannels = 4;
const blockPixels = 16;
const chunkImages = 4;
/** Tiles read up to 15 floats beyond the last pixel. */
const slack = 16;

function taps(j: Convolution): i32 {
  return j.filterHeight * j.filterWidth * j.channels;
}

/** A row of the filter, over all channels: contiguous in the frame. */
@inline function runLength(j: Convolution): i32 {
  return j.filterWidth * j.channels;
}

@inline function roundUp(n: i32, unit: i32): i32 {
  return (n + unit - 1) & -unit;
}

function frameFloats(j: Convolution): i32 {
  return roundUp(j.frameHeight * j.frameWidth * j.channels + slack, 4);
}

/** Bytes of scratch for `convolve`. */
export function convolveScratchBytes(job: Pointer, threads: i32): i32 {
  const j = changetype<Convolution>(job);
  return filterBytes(j) + 8 * j.outHeight * j.outWidth + threads * convolveDeskBytes(j);
}

function convolveDeskBytes(j: Convolution): i32 {
  return 4 * frameFloats(j) + tileBytes;
}

function filterBytes(j: Convolution): i32 {
  return j.outChannels < fewChannels
    ? 4 * j.outChannels * j.filterHeight * roundUp(runLength(j), 4)
    : 4 * roundUp(j.outChannels, tileColumns) * taps(j);
}

/**
 * `y[pixel, o] = Σ frame[pixel + tap, c] · filter[tap, c, o]`. The filter is read with any steps, so that its mirror
 * image, input and output channels swapped, serves the gradient of the input.
 */
export function convolve(
  job: Pointer, filter: Pointer, filterRow: i32, filterColumn: i32, filterIn: i32, filterOut: i32, scratch: Pointer,
): void {
  const j = changetype<Convolution>(job);
  j.packedFilter = scratch;
  j.places = scratch + filterBytes(j);
  j.desks = j.places + 8 * j.outHeight * j.outWidth;
  j.deskBytes = convolveDeskBytes(j);
  listPlaces(j);
  const few = j.outChannels < fewChannels;
  if (few) packFilterRows(j, filter, filterRow, filterColumn, filterIn, filterOut);
  else packFilterPanels(j, filter, filterRow, filterColumn, filterIn, filterOut);
  parallel(few ? Task.dotImages : Task.convolveImages, job, (j.images + chunkImages - 1) / chunkImages);
}

function listPlaces(j: Convolution): void {
  let place = j.places;
  for (let h = 0; h < j.outHeight; h++)
    for (let w = 0; w < j.outWidth; w++, place += 8) {
      store<u32>(place, 4 * (h * j.strideDown * j.frameWidth + w * j.strideRight) * j.channels);
      store<u32>(place, 4 * (h * j.outRow + w * j.outColumn), 4);
    }
}

/** Where the neighbourhood of an output pixel begins in the frame. */
@inline function inFrame(j: Convolution, pixel: i32): usize {
  return load<u32>(j.places + (<usize>pixel << 3));
}

@inline function inOutput(j: Convolution, pixel: i32): usize {
  return load<u32>(j.places + (<usize>pixel << 3), 4);
}

/** Panels of 8 output channels, in the order of the taps. */
function packFilterPanels(j: Convolution, filter: Pointer, row: i32, column: i32, down: i32, right: i32): void {
  let panel = j.packedFilter;
  for (let o = 0; o < j.outChannels; o += tileColumns)
    for (let h = 0; h < j.filterHeight; h++)
      for (let w = 0; w < j.filterWidth; w++, panel += floats(tileColumns * j.channels))
        packPanel8(panel, filter + floats(h * row + w * column + o * right), j.channels, down, right, j.outChannels - o);
}

/** For each output channel, rows of the filter, each padded with zeros to whole vectors. */
function packFilterRows(j: Convolution, filter: Pointer, row: i32, column: i32, down: i32, right: i32): void {
  const run = runLength(j);
  let packed = j.packedFilter;
  for (let o = 0; o < j.outChannels; o++)
    for (let h = 0; h < j.filterHeight; h++)
      for (let i = 0; i < roundUp(run, 4); i++, packed += 4) {
        const place = h * row + (i / j.channels) * column + (i % j.channels) * down + o * right;
        store<f32>(packed, i < run ? load<f32>(filter + floats(place)) : 0);
      }
}

/**
 * The image in its frame, on the desk; one that fills its frame stays where it is, unless `copy`. What lies outside the
 * frame is left out; the rest of the frame is zero from the start.
 */
function frameImage(j: Convolution, image: i32, desk: Pointer, copy: bool): Pointer {
  const row = j.width * j.channels, frameRow = j.frameWidth * j.channels;
  const source = j.x + floats(image * j.height * row);
  const fills = j.top == 0 && j.left == 0 && j.height == j.frameHeight && j.width == j.frameWidth;
  if (fills && !copy) return source;
  const first = max(0, -j.left), columns = least(j.width, j.frameWidth - j.left) - first;
  for (let h = max(0, -j.top); h < least(j.height, j.frameHeight - j.top); h++)
    memory.copy(
      desk + floats((j.top + h) * frameRow + (j.left + first) * j.channels),
      source + floats(h * row + first * j.channels),
      floats(columns * j.channels),
    );
  return desk;
}

export function convolveImages(address: Pointer, chunk: i32, thread: i32): void {
  const j = changetype<Convolution>(address);
  const desk = j.desks + <usize>thread * j.deskBytes;
  const tile = desk + floats(frameFloats(j));
  memory.fill(desk, 0, floats(frameFloats(j)));
  const end = least((chunk + 1) * chunkImages, j.images);
  for (let image = chunk * chunkImages; image < end; image++) {
    const frame = frameImage(j, image, desk, false);
    const y = j.y + floats(image * j.outImage);
    for (let pixel = 0; pixel < j.outHeight * j.outWidth; pixel += blockPixels)
      convolvePixels(j, frame, pixel, least(blockPixels, j.outHeight * j.outWidth - pixel), y, tile);
  }
}

/** Some neighbouring pixels of one image, so few that they stay in the first cache for all output channels. */
function convolvePixels(j: Convolution, frame: Pointer, first: i32, pixels: i32, y: Pointer, tile: Pointer): void {
  const depths = taps(j), run = runLength(j), row = floats(j.frameWidth * j.channels), down = floats(j.outColumn);
  for (let o = 0; o < j.outChannels; o += tileColumns) {
    const panel = j.packedFilter + floats(o * depths), width = j.outChannels - o, channel = floats(o);
    for (let p = first; p < first + pixels; p += tileRows) {
      const present = least(tileRows, first + pixels - p);
      const p0 = inFrame(j, p), y0 = inOutput(j, p), y3 = inOutput(j, p + present - 1);
      const d1 = inFrame(j, p + least(1, present - 1)) - p0;
      const d2 = inFrame(j, p + least(2, present - 1)) - p0;
      const d3 = inFrame(j, p + present - 1) - p0;
      const direct = width >= tileColumns && present == tileRows && y3 - y0 == 3 * down;
      multiplyTile(
        frame + p0, d1, d2, d3, 4, run, row,
        panel, depths, direct ? y + y0 + channel : tile, direct ? down : 32,
      );
      if (direct) continue;
      for (let i = 0; i < present; i++) {
        const out = y + inOutput(j, p + i) + channel, from = tile + <usize>i * 32;
        storeFirst(out, load4(from), width);
        storeFirst(out + 16, v128.load(from, 16, 4), width - 4);
      }
    }
  }
}

export function dotImages(address: Pointer, chunk: i32, thread: i32): void {
  const j = changetype<Convolution>(address);
  const desk = j.desks + <usize>thread * j.deskBytes;
  const sums = desk + floats(frameFloats(j));
  memory.fill(desk, 0, floats(frameFloats(j)));
  const end = least((chunk + 1) * chunkImages, j.images);
  // Beyond an image's end there could be a NaN, and 0 · NaN is NaN.
  const copy = (runLength(j) & 3) != 0;
  for (let image = chunk * chunkImages; image < end; image++) {
    const frame = frameImage(j, image, desk, copy);
    const y = j.y + floats(image * j.outImage);
    for (let pixel = 0; pixel < j.outHeight * j.outWidth; pixel += 4) dotPixels(j, frame, pixel, y, sums);
  }
}

/** Four pixels, one output channel after the other, vectors along the taps; pixels after the last repeat it. */
function dotPixels(j: Convolution, frame: Pointer, pixel: i32, y: Pointer, sums: Pointer): void {
  const last = j.outHeight * j.outWidth - 1;
  const i1 = least(pixel + 1, last), i2 = least(pixel + 2, last), i3 = least(pixel + 3, last);
  const p0 = inFrame(j, pixel), y0 = y + inOutput(j, pixel), y1 = y + inOutput(j, i1);
  const y2 = y + inOutput(j, i2), y3 = y + inOutput(j, i3);
  const run = floats(roundUp(runLength(j), 4)), row = floats(j.frameWidth * j.channels);
  for (let o = 0; o < j.outChannels; o++) {
    const weights = j.packedFilter + <usize>(o * j.filterHeight) * run, channel = floats(o);
    dotTile(
      frame + p0, inFrame(j, i1) - p0, inFrame(j, i2) - p0, inFrame(j, i3) - p0,
      j.filterHeight, run, row, weights, sums,
    );
    store<f32>(y0 + channel, load<f32>(sums));
    store<f32>(y1 + channel, load<f32>(sums, 4));
    store<f32>(y2 + channel, load<f32>(sums, 8));
    store<f32>(y3 + channel, load<f32>(sums, 12));
  }
}

// The gradient of the filter: Σ over pixels of neighbourhood × gradient of the output. Images are summed in groups whose
// number depends on the sizes alone, then the groups in order: the same sums for any number of threads.

const mostGroups = 16;
const mostPartialFloats = 1 << 19;

function groups(j: Convolution): i32 {
  const affordable = mostPartialFloats / (taps(j) * j.outChannels);
  return max<i32>(1, least(least(mostGroups, affordable), j.images));
}

export function filterGradientScratchBytes(job: Pointer, threads: i32): i32 {
  const j = changetype<Convolution>(job);
  return 4 * groups(j) * taps(j) * j.outChannels + threads * gradientDeskBytes(j);
}

function gradientDeskBytes(j: Convolution): i32 {
  return 4 * (frameFloats(j) + tileColumns * j.outHeight * j.outWidth) + tileBytes;
}

/** `gradient[tap, c, o] = Σ frame[pixel + tap, c] · dy[pixel, o]` over all images; dy is the job's contiguous output. */
export function filterGradient(job: Pointer, gradient: Pointer, scratch: Pointer): void {
  const j = changetype<Convolution>(job);
  const size = taps(j) * j.outChannels, count = groups(j);
  j.partials = count == 1 ? gradient : scratch;
  j.desks = scratch + floats(count * size);
  j.deskBytes = gradientDeskBytes(j);
  parallel(Task.filterGradientImages, job, count);
  if (count > 1) sumGroups(gradient, scratch, count, size);
}

function sumGroups(sum: Pointer, partials: Pointer, count: i32, size: i32): void {
  memory.copy(sum, partials, floats(size));
  for (let group = 1; group < count; group++) {
    const partial = partials + floats(group * size);
    let i = 0;
    for (; i + 4 <= size; i += 4) store4(sum + floats(i), f32x4.add(load4(sum + floats(i)), load4(partial + floats(i))));
    for (; i < size; i++) store<f32>(sum + floats(i), load<f32>(sum + floats(i)) + load<f32>(partial + floats(i)));
  }
}

export function filterGradientImages(address: Pointer, group: i32, thread: i32): void {
  const j = changetype<Convolution>(address);
  const desk = j.desks + <usize>thread * j.deskBytes;
  const size = taps(j) * j.outChannels, count = groups(j);
  const partial = j.partials + floats(group * size);
  memory.fill(partial, 0, floats(size));
  memory.fill(desk, 0, floats(frameFloats(j)));
  const few = j.outChannels < fewChannels;
  const end = (group + 1) * j.images / count;
  for (let image = group * j.images / count; image < end; image++) {
    const frame = frameImage(j, image, desk, few);
    const dy = j.y + floats(image * j.outHeight * j.outWidth * j.outChannels);
    if (few) addThinGradient(j, frame, dy, partial);
    else addGradient(j, frame, dy, partial, desk + floats(frameFloats(j)));
  }
}

/** One image: for 8 output channels at a time, their gradient packed, with every 4 taps of a filter row. */
function addGradient(j: Convolution, frame: Pointer, dy: Pointer, gradient: Pointer, panel: Pointer): void {
  const pixels = j.outHeight * j.outWidth, run = runLength(j);
  const tile = panel + floats(tileColumns * pixels);
  const step = floats(j.strideRight * j.channels), row = floats(j.frameWidth * j.channels);
  for (let o = 0; o < j.outChannels; o += tileColumns) {
    packPanel8(panel, dy + floats(o), pixels, j.outChannels, 1, j.outChannels - o);
    for (let h = 0; h < j.filterHeight; h++)
      for (let i = 0; i < run; i += tileRows) {
        const x = frame + <usize>h * row + floats(i);
        multiplyTile(x, 4, 8, 12, step, j.outWidth, row * j.strideDown, panel, pixels, tile, 32);
        const place = gradient + floats((h * run + i) * j.outChannels + o);
        storeTile(tile, place, floats(j.outChannels), run - i, j.outChannels - o, true);
      }
  }
}

/** One image with few output channels: one at a time, vectors along 16 taps. */
function addThinGradient(j: Convolution, frame: Pointer, dy: Pointer, gradient: Pointer): void {
  const run = runLength(j), row = floats(j.frameWidth * j.channels);
  for (let o = 0; o < j.outChannels; o++)
    for (let h = 0; h < j.filterHeight; h++)
      for (let i = 0; i < run; i += 16)
        addThinTaps(j, frame + <usize>h * row + floats(i), dy + floats(o), gradient + floats((h * run + i) * j.outChannels + o), least(16, run - i));
}

function addThinTaps(j: Convolution, x: Pointer, dy: Pointer, gradient: Pointer, count: i32): void {
  const step = floats(j.strideRight * j.channels), row = floats(j.strideDown * j.frameWidth * j.channels);
  const next = floats(j.outChannels), width = <usize>j.outWidth * next;
  let s0 = zeros(), s1 = zeros(), s2 = zeros(), s3 = zeros();
  for (let h = 0; h < j.outHeight; h++, x += row) {
    let p = x;
    for (const end = dy + width; dy < end; dy += next, p += step) {
      const g = splat(dy);
      s0 = multiplyAdd(load4(p), g, s0);
      s1 = multiplyAdd(v128.load(p, 16, 4), g, s1);
      s2 = multiplyAdd(v128.load(p, 32, 4), g, s2);
      s3 = multiplyAdd(v128.load(p, 48, 4), g, s3);
    }
  }
  addStrided(gradient, s0, count, next);
  addStrided(gradient + 4 * next, s1, count - 4, next);
  addStrided(gradient + 8 * next, s2, count - 8, next);
  addStrided(gradient + 12 * next, s3, count - 12, next);
}

function addStrided(place: Pointer, v: v128, count: i32, next: usize): void {
  if (count > 0) store<f32>(place, load<f32>(place) + f32x4.extract_lane(v, 0));
  if (count > 1) store<f32>(place + next, load<f32>(place + next) + f32x4.extract_lane(v, 1));
  if (count > 2) store<f32>(place + 2 * next, load<f32>(place + 2 * next) + f32x4.extract_lane(v, 2));
  if (count > 3) store<f32>(place + 3 * next, load<f32>(place + 3 * next) + f32x4.extract_lane(v, 3));
}
