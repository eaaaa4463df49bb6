import type { OperationSummary } from '@milepost/api/views';

import type { DisplayedOperation } from '../format/status';
import { showsRollback } from '../format/status';

type Titled = Pick<OperationSummary, 'title'> & { server: { name: string } };

/** "Change nginx" of "Change nginx on web-1", "Drop role app from MariaDB" of "Drop role app from MariaDB, web-1", where the server stands beside it anyway. */
export function shortTitle({ title, server }: Titled): string {
  const suffix = [` on ${server.name}`, ` from ${server.name}`, `, ${server.name}`].find((each) =>
    title.endsWith(each),
  );
  return suffix === undefined ? title : title.slice(0, -suffix.length);
}

/** The same; "Install nginx, rolling back" where its status says something else. */
export function titleWithStatus(operation: Titled & DisplayedOperation): string {
  return `${shortTitle(operation)}${showsRollback(operation) ? ', rolling back' : ''}`;
}
