/** A unit's name with its kind: `nginx` is `nginx.service`. */
export function fullName(unit: string): string {
  return /\.(?:service|socket|timer|path|mount|swap|target)$/.test(unit) ? unit : `${unit}.service`;
}

/** A unit's name as the end of a state's id. */
export function identifier(unit: string): string {
  return unit.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}

/** Throws where systemd would not take it for a unit's name. */
export function assertUnit(unit: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9@._-]*$/.test(unit)) throw new Error(`Not the name of a systemd unit: ${unit}`);
}

/** Throws where it is neither an absolute path, nor one with `*`, `?` and `[…]` in it, nor `DIRECTORY/**`. */
export function assertPattern(pattern: string): void {
  if (!/^\/[^\0\n]*[^/\0\n]$/.test(pattern) || pattern.replace(/\/\*\*$/, '').includes('**'))
    throw new Error(`Not a pattern of paths: ${pattern}`);
}
