import type { Plan, PlannedState } from '@milepost/contract/plan';
import { command, milestone, plan, state } from '../../harness/plans';
import type { DrawnOperation, DrawnPart } from './draw';

/** Where the packages' software, their ledger and a person's mending lie on a server. */
export const SOFTWARE = '/root/software';
export const LEDGER = '/root/ledger';
export const mendedFile = (operationId: string): string => `/root/mended.${operationId}`;

/**
 * The plan of a ledger package. Its software is a file for each part. Each apply and undo writes to the server's ledger under the name
 * of the systemd unit that it runs in, which names operation, command and try, and prints what the ledger's line says.
 */
export function ledgerPlan(operationId: string, { packageId, kind, milestones }: DrawnOperation): Plan {
  return plan(
    milestones.map((parts, index) =>
      milestone(
        `m${index + 1}`,
        parts.map((part) => ledgerPart({ operationId, packageId, kind }, part)),
        { transient: [{ pattern: 'answered 503', label: 'the mirror answered 503' }] },
      ),
    ),
    { package: packageId, kind, title: `${kind === 'install' ? 'Install' : 'Uninstall'} ${packageId}` },
  );
}

function ledgerPart(
  of: Pick<DrawnOperation, 'packageId' | 'kind'> & { operationId: string },
  { part, lines, ms, broken, flaky, stuck }: DrawnPart,
): PlannedState {
  const file = `${SOFTWARE}/${of.packageId}/${part}`;
  const served = `/root/served.${of.operationId}.${part}`;
  const there = `mkdir -p ${SOFTWARE}/${of.packageId}; : >${file}`;
  const away = `rm -f ${file}`;
  const [apply, undo] = of.kind === 'install' ? [there, away] : [away, there];
  const unless = (path: string, then: string): string => `[ -e ${path} ] || { ${then}; }`;
  const script = (...steps: (string | false)[]): string =>
    [noting(part, lines), ...steps].filter(Boolean).join('\n');
  return {
    ...state(part, {
      check: of.kind === 'install' ? `test -e ${file}` : `test ! -e ${file}`,
      apply: script(
        'note begun',
        lines > 0 && `seq 1 ${lines}`,
        broken && unless(mendedFile(of.operationId), 'note failed; exit 4'),
        flaky && unless(served, `: >${served}; note flaked; echo 'the mirror answered 503'; exit 7`),
        `sleep ${ms / 1000}`,
        apply,
        'note ended',
      ),
    }),
    undo: command(
      script(
        'note undoing',
        stuck && unless(mendedFile(of.operationId), 'note stuck; exit 5'),
        undo,
        'note undone',
      ),
    ),
  };
}

/** Defines `note WORD`, which writes a line to the ledger and prints it. */
export const noting = (part: string, lines: number): string => `
unit=$(sed -n 's/^.*\\/milepost-\\(.*\\)[.]service$/\\1/p' /proc/self/cgroup)
note() { echo "$unit ${part} $1 ${lines}" >>${LEDGER}; echo "$1 ${part} ${lines}"; }`;
