import { groupBy } from './group-by';
import type { Facts, LedgerLine, SeenCommand, SeenOperation } from './facts';

/** The ledgers' lines by "<operation>:<command's key>", in their order. */
export function linesByCommand({ servers }: Facts): Map<string, LedgerLine[]> {
  return groupBy(
    servers.flatMap(({ ledger }) => ledger),
    ({ operation, key }) => `${operation}:${key}`,
  );
}

/** Whether a command was one of the way back. */
export function isBack({ events }: SeenOperation, { id }: SeenCommand): boolean {
  return events.find(({ key }) => key === `started-${id}`)?.data['undo'] === true;
}
