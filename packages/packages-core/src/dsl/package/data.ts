/** Where a package stores what people put into it. */
export interface DataDeclaration<Input, Discovered> {
  /** For people: "All that is stored in Redis". */
  holds: string;
  /** Where the software reads and writes with this input: absolute paths. Rollbacks and uninstalls keep them unless a person chose "Remove data". */
  paths: (input: Input) => readonly string[];
  /** Where it does so now. A path listed here and missing from `paths` would no longer be read. */
  inUse: (discovered: Discovered, input: Input) => readonly (string | false | null | undefined)[];
  /** The words of the option that removes it, where "Remove data" is not enough. */
  option?: { title: string; description: string };
}

/** The option of an uninstall by which data is removed. */
export const REMOVE_DATA = 'removeData';

/**
 * Paths in use that would go out of sight: the software would no longer read them with this input. A path below one of `paths` stays in
 * sight. Pure.
 */
export function dataOutOfSight<Input, Discovered>(
  data: DataDeclaration<Input, Discovered> | null,
  discovered: Discovered,
  input: Input,
): string[] {
  if (!data) return [];
  const paths = data.paths(input);
  const inUse = data.inUse(discovered, input).flatMap((path) => (path ? [path] : []));
  const isRead = (path: string) => paths.some((place) => path === place || path.startsWith(`${place}/`));
  return [...new Set(inUse)].filter((path) => !isRead(path));
}
