/** A file of the Python package index: what pip finds under this name and version must have this SHA-256. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

/** TensorFlow's C library and its headers, for Linux on x86-64, and what it needs. */
export interface NativeLibrary {
  readonly backend: 'native' | 'gpu';
  /** TensorFlow's first. */
  readonly wheels: readonly Wheel[];
  /** What they weigh, in words. */
  readonly download: string;
  /** What wheels, their contents and the addon take while they are unpacked and built. */
  readonly gibibytesNeeded: number;
}

export const nativeLibraries = {
  native: {
    backend: 'native',
    wheels: [
      wheel('tensorflow-cpu', '2.18.1', '810c75d7149d2da0cb2092187817b0dcabb80728ca9f9cf3a61f3f42fadd1298'),
    ],
    download: '230 MB',
    gibibytesNeeded: 1.5,
  },
  /** For NVIDIA's cards: what `tensorflow[and-cuda]` 2.18.1 asks for. */
  gpu: {
    backend: 'gpu',
    wheels: [
      wheel('tensorflow', '2.18.1', 'c9f87e5d2a680a4595f5dc30daf6bbaec9d4129b46d7ef1b2af63c46ac7d2828'),
      nvidia('cublas', '12.5.3.2', 'ca070ad70e9fa6654084575d01bd001f30cc4665e33d4bb9fc8e0f321caa034b'),
      nvidia('cuda-cupti', '12.5.82', 'bde77a5feb66752ec61db2adfe47f56b941842825b4c7e2068aff27c9d107953'),
      nvidia('cuda-nvcc', '12.5.82', 'b03e545b8e8c3ce7ebcd7fc44063180ff52ff01d064ece2127ed90a04ef12cd0'),
      nvidia('cuda-nvrtc', '12.5.82', '3dbd97b0104b4bfbc3c4f8c79cd2496307c89c43c29a9f83125f1d76296ff3fd'),
      nvidia('cuda-runtime', '12.5.82', '3e79a060e126df40fd3a068f3f787eb000fa51b251ec6cd97d09579632687115'),
      nvidia('cudnn', '9.3.0.75', '9ad9c6929ebb5295eb4a1728024666d1c88283373e265a0c5c883e6f9d5cd76d'),
      nvidia('cufft', '11.2.3.61', '9a6e8df162585750f61983a638104a48c756aa13f9f48e19ab079b38e3c828b8'),
      nvidia('curand', '10.3.6.82', '2823fb27de4e44dbb22394a6adf53aa6e1b013aca0f8c22867d1cfae58405536'),
      nvidia('cusolver', '11.6.3.83', '93cfafacde4428b71778eeb092ec615a02a3d05404da1bcf91c53e3fa1bce42b'),
      nvidia('cusparse', '12.5.1.3', '016df8e993c437e8301e62739f01775cba988fd5253cd4c64173f8e8d2f8e752'),
      nvidia('nccl', '2.21.5', '8579076d30a8c24988834445f8d633c697d42397e92ffc3f63fa26766d25e0a0'),
      nvidia('nvjitlink', '12.5.82', 'f9b37bc5c8cf7509665cb6ada5aaa0ce65618f2332b7d3e78e9790511f111212'),
    ],
    download: '2.4 GB',
    gibibytesNeeded: 8,
  },
} as const satisfies Readonly<Record<string, NativeLibrary>>;

function wheel(name: string, version: string, sha256: string): Wheel {
  return { name, version, sha256 };
}

function nvidia(part: string, version: string, sha256: string): Wheel {
  return wheel(`nvidia-${part}-cu12`, version, sha256);
}
