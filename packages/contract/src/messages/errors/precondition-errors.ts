import type { PreconditionProblem } from '../../errors/precondition-problem';
import { plural } from '../format/text';

/** Why an operation is not possible on a server as it is, and what to do first. Pure. */
export function preconditionMessage(problem: PreconditionProblem): string {
  switch (problem.code) {
    case 'facts_unknown':
      return 'The operating system of this server is not known. Remove the server and add it again.';
    case 'unsupported_system':
      return `${problem.package} can be installed on ${listed(problem.supported.map(systemName))}; this server runs ${problem.system}.`;
    case 'systemd_missing':
      return `${problem.package} needs systemd, which does not run on this server.`;
    case 'package_conflict':
      return `${problem.package} cannot be installed alongside ${problem.other}: uninstall that first.`;
    case 'port_conflict':
      return `${problem.package} would listen on ${problem.address}, and so does ${problem.other}: choose another port.`;
    case 'path_conflict':
      return `${problem.path} belongs to ${problem.other} on this server. Uninstall that first, or change the settings of one of the two.`;
    case 'requirement_missing':
      return `${problem.package} needs ${problem.requirement}: install that first.`;
    case 'required_by_other':
      return `${problem.dependent} depends on ${problem.package}: uninstall that first.`;
    case 'has_children':
      return `${problem.package} still has ${listed(bounded(problem.children))}: remove ${plural(problem.children.length, { one: 'that', other: 'those' })} first.`;
  }
}

const SYSTEMS: Record<string, string> = { debian: 'Debian', ubuntu: 'Ubuntu' };

function systemName(support: string): string {
  const [os = '', ...version] = support.split('-');
  return `${SYSTEMS[os] ?? os} ${version.join('-')}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A sentence names so many, and counts the others. */
const MAX_NAMES = 8;

const bounded = (names: readonly string[]): readonly string[] =>
  names.length <= MAX_NAMES
    ? names
    : [...names.slice(0, MAX_NAMES - 1), `${names.length - MAX_NAMES + 1} more`];
