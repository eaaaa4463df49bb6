import type { PreconditionProblem } from '@milepost/contract/errors/precondition-problem';
import type { ServerFacts } from '@milepost/contract/facts';
import type { PackageDefinition } from './define-package';

/** Why a package cannot be installed on a server; null where it can. */
export function unsupported(
  { title, supports }: Pick<PackageDefinition, 'title'> & { supports: readonly string[] },
  { os, version, prettyName, systemd }: Pick<ServerFacts, 'os' | 'version' | 'prettyName' | 'systemd'>,
): PreconditionProblem | null {
  if (!supports.includes(`${os}-${version}`)) {
    const system = prettyName || `${os} ${version}`;
    return { code: 'unsupported_system', package: title, supported: [...supports], system };
  }
  return systemd ? null : { code: 'systemd_missing', package: title };
}
