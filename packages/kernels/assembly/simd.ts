// What every kernel file uses: vectors of four floats, loaded and stored without an alignment promise.

export type Pointer = usize;

@inline export function load4(p: Pointer): v128 {
  return v128.load(p, 0, 4);
}

@inline export function splat(p: Pointer): v128 {
  return v128.load_splat<f32>(p, 0, 4);
}

@inline export function store4(p: Pointer, v: v128): void {
  v128.store(p, v, 0, 4);
}

@inline export function zeros(): v128 {
  return f32x4.splat(0);
}

/** `a · b + c`, rounded twice: the same on every machine, which a fused multiply-add is not. */
@inline export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

@inline export function least(a: i32, b: i32): i32 {
  return a < b ? a : b;
}

/** The bytes of `n` floats. */
@inline export function floats(n: i32): usize {
  return <usize>n << 2;
}

/** The first `n` lanes of `v`, all four if there are more. */
@inline export function storeFirst(p: Pointer, v: v128, n: i32): void {
  if (n >= 4) store4(p, v);
  else storePart(p, v, n);
}

/** The first `n` floats at `p`, zeros after them. */
@inline export function loadFirst(p: Pointer, n: i32): v128 {
  return n >= 4 ? load4(p) : loadPart(p, n);
}

function storePart(p: Pointer, v: v128, n: i32): void {
  if (n > 0) store<f32>(p, f32x4.extract_lane(v, 0));
  if (n > 1) store<f32>(p, f32x4.extract_lane(v, 1), 4);
  if (n > 2) store<f32>(p, f32x4.extract_lane(v, 2), 8);
}

function loadPart(p: Pointer, n: i32): v128 {
  let v = zeros();
  if (n > 0) v = f32x4.replace_lane(v, 0, load<f32>(p));
  if (n > 1) v = f32x4.replace_lane(v, 1, load<f32>(p, 4));
  if (n > 2) v = f32x4.replace_lane(v, 2, load<f32>(p, 8));
  return v;
}

@inline export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}
