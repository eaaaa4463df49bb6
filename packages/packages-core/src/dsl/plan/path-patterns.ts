/** Whether a pattern finds a path: it is that path, a glob for the names in one directory, or `DIRECTORY/**` for all below it. Pure. */
export function matchesPath(pattern: string, path: string): boolean {
  if (pattern.endsWith('/**')) return path.startsWith(pattern.slice(0, -2));
  const literal = pattern.replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`).test(path);
}
