/**
 * Errors that streams over the same input skip together. A file's errors are known by their order, which is the same in
 * every pass, so that one which is met again counts once; memory is a number for each file that has any.
 */
export class SkippedInput {
  private readonly files = new Map<string, number>();
  private total = 0;

  /** Different errors so far. */
  get count(): number {
    return this.total;
  }

  /**
   * Takes in an error.
   *
   * @param file what tells the file from others, such as its absolute path
   * @param place which of the file's errors it is in this pass, from 1; they come in order
   * @returns whether it is new, and not of an earlier pass
   */
  add(file: string, place: number): boolean {
    const isNew = place > (this.files.get(file) ?? 0);
    if (isNew) {
      this.files.set(file, place);
      this.total++;
    }
    return isNew;
  }
}
