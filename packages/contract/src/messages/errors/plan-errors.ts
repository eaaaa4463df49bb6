import type { PlanProblem } from '../../errors/plan-problem';

const list = new Intl.ListFormat('en');

/** Why a plan is not run, and what to do. Pure. */
export function planProblemMessage(problem: PlanProblem): string {
  switch (problem.code) {
    case 'package_unknown':
      return `This version of Milepost has no package “${problem.packageId}”. Nothing was run.`;
    case 'operation_unknown':
      return `This version of ${problem.package} has no operation “${problem.kind}”. Nothing was run.`;
    case 'server_unread':
      return 'The operating system of this server is not known. Remove the server and add it again.';
    case 'settings_invalid':
      return `The stored settings do not fit this version of ${problem.package}. Start a new operation.`;
    case 'not_offered':
      return `${problem.field} of ${problem.package} cannot be “${problem.value}”: this server does not offer it. Choose another.`;
    case 'requirement_missing':
      return `${problem.package} needs ${problem.requirement}, which is not installed on this server: install that first.`;
    case 'plan_changed':
      return 'The plan is no longer the one that was shown. Review it again, then confirm. If that does not help, the console and the worker run different versions of Milepost: restart both.';
    case 'secrets_missing':
      return `Enter ${list.format(problem.names.map((name) => `“${name}”`))} again: the stored value is missing, or was for another address or host key of this server.`;
    case 'plan_untrusted':
      return 'The stored plan was not made by a worker of this console, so nothing of it is run. Start a new operation.';
  }
}
