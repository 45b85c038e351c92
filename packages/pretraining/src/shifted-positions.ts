import type { HostTensor } from '@electra-ts/compiler';
import { fillUniform, type RandomKey } from '@electra-ts/ops';

// B examples, T tokens

/**
 * Positions of a batch in which every example begins at a place of its own, drawn from all that leave it room: shifted
 * absolute position embeddings (Kiyono et al. 2021, section 3.2), which make a network look at distances.
 *
 * @param shape [B, T]
 * @param positions how many there are to be placed in, at least T
 * @param key decides the places; equal keys give equal ones
 * @returns int32 [B, T]
 */
export function shiftedPositions(shape: readonly [number, number], positions: number, key: RandomKey): HostTensor {
  const [batch, tokens] = shape;
  const uniform = new Float32Array(batch);
  fillUniform(uniform, key);
  const data = new Int32Array(batch * tokens);
  for (let row = 0; row < batch; row++) {
    const start = Math.floor(uniform[row] * (positions - tokens + 1));
    for (let token = 0; token < tokens; token++) data[row * tokens + token] = start + token;
  }
  return { shape: [batch, tokens], dtype: 'int32', data };
}
