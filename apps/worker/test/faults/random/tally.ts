/** How often things happened, by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  of(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  /** "cancel: 12, pause: 3", in the order of names. */
  toString(): string {
    return [...this.#counts]
      .sort()
      .map(([what, times]) => `${what}: ${times}`)
      .join(', ');
  }
}
