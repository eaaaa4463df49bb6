/** An installation as other definitions see it. Secrets of its input are references. */
export interface Installation<
  Id extends string = string,
  Input = unknown,
  Discovered = unknown,
  Parent = unknown,
> {
  readonly id: string;
  readonly package: Id;
  /** "PHP 8.4". */
  readonly title: string;
  readonly version: string | null;
  readonly input: Input;
  /** As recorded when its last operation completed. */
  readonly discovered: Discovered;
  readonly parent: Parent;
}

/** What a definition needs on the same server. */
export interface Requirement<out I> {
  /** A type, no value: what the definition gets. */
  readonly $installation: I;
}
