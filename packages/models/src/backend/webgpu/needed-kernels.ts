/**
 * What layers of the table, builders, losses and optimisers call, forwards and backwards: `needed-kernels.test.ts` looks
 * on while they work.
 */
export const neededKernels = `
  Abs Add AddN AvgPool AvgPoolGrad BatchMatMul Cast ClipByValue Conv2D Conv2DBackpropFilter Conv2DBackpropInput
  DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput Elu EluGrad Equal Exp
  Fill Floor FusedBatchNorm FusedConv2D Greater GreaterEqual Identity LeakyRelu LessEqual Log LogicalAnd Max MaxPool
  MaxPoolGrad Maximum Mean Multiply Neg Pack PadV2 Prelu RealDiv Relu Reshape ResizeBilinear ResizeBilinearGrad
  ResizeNearestNeighbor ResizeNearestNeighborGrad Round Rsqrt Select Selu Sigmoid Slice Softmax Softplus Sqrt Square
  SquaredDifference Step Sub Sum Tanh Tile TopK Transpose ZerosLike _FusedMatMul
`
  .trim()
  .split(/\s+/);
