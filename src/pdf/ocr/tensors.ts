import { Tensor } from 'onnxruntime-node'

/** A picture with four bytes to the pixel: red, green, blue and one that is not used. */
export type Pixels = { readonly data: Uint8Array | Uint8ClampedArray; readonly width: number; readonly height: number }

/** The picture as the networks take it: planes of blue, green and red, from 0 to 1. */
export function toTensor({ data, width, height }: Pixels): Tensor {
  const plane = width * height
  const values = new Float32Array(3 * plane)
  for (let at = 0; at < plane; at++) {
    values[at] = (data[at * 4 + 2] ?? 0) / 255
    values[plane + at] = (data[at * 4 + 1] ?? 0) / 255
    values[2 * plane + at] = (data[at * 4] ?? 0) / 255
  }
  return new Tensor('float32', values, [1, 3, height, width])
}

/** What a network gave, as numbers with their shape. */
export function numbersOf(output: unknown): { values: Float32Array; dims: readonly number[] } {
  if (!(output instanceof Tensor) || !(output.data instanceof Float32Array)) throw new Error('a network gave no numbers')
  return { values: output.data, dims: output.dims }
}
