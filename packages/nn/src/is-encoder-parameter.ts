/** Whether a parameter belongs to the encoder, by its Hugging Face name; the others are those of a head. */
export function isEncoderParameter(name: string): boolean {
  return name.startsWith('electra.');
}
