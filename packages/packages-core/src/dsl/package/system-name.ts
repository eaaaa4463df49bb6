const NAMES: Record<string, string> = { debian: 'Debian', ubuntu: 'Ubuntu' };

/** `debian-12` as "Debian 12". */
export function systemName(system: string): string {
  const [os = '', version = ''] = system.split('-');
  return `${NAMES[os] ?? os} ${version}`;
}
