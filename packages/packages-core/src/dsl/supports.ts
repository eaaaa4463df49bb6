import type { ServerFacts } from '@milepost/contract/facts';
import type { PackageDefinition } from './define-package';

const SYSTEMS: Record<string, string> = { debian: 'Debian', ubuntu: 'Ubuntu' };

/** Whether a package can be installed on a server: true, or the sentence that says why not. */
export function supports(
  definition: Pick<PackageDefinition, 'title' | 'supports'>,
  facts: Pick<ServerFacts, 'os' | 'version' | 'prettyName' | 'systemd'>,
): true | string {
  if (!definition.supports.includes(`${facts.os}-${facts.version}`)) {
    const here = facts.prettyName || `${facts.os} ${facts.version}`;
    return `${definition.title} can be installed on ${listed(definition.supports.map(systemName))}; this server runs ${here}.`;
  }
  if (!facts.systemd) return `${definition.title} needs systemd, which does not run on this server.`;
  return true;
}

function systemName(support: string): string {
  const [os = '', ...version] = support.split('-');
  return `${SYSTEMS[os] ?? os} ${version.join('-')}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
