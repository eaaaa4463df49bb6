/** The Debian releases a server can be. */
export const SUITES = ['bookworm', 'trixie'] as const;
export type Suite = (typeof SUITES)[number];

export function isSuite(value: string): value is Suite {
  return (SUITES as readonly string[]).includes(value);
}
