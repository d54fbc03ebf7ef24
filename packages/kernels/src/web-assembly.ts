/** A WebAssembly memory; TypeScript declares the WebAssembly API only together with the whole DOM. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Adds pages of 64 kB. */
  grow(pages: number): number;
}

/** A compiled module, which can be posted to a worker. */
export type WasmModule = object;

/** Computes one chunk of a job that `shareExternal` was called with. */
export type ComputeChunk = (job: number, chunk: number) => void;

interface WebAssemblyApi {
  readonly Memory: new (limits: { initial: number; maximum: number; shared?: boolean }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: { env: { memory: WasmMemory; compute: ComputeChunk } },
  ) => { readonly exports: object };
}

export const { WebAssembly: webAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
