import type { RefusalReason } from './host';

/** Why nothing was started, in one sentence for people. */
export function refusalMessage(reason: RefusalReason, detail: string): string {
  switch (reason) {
    case 'fenced':
      return 'The server has received a later decision on this operation.';
    case 'closed':
      return 'This operation is over for the server.';
    case 'conflict':
      return 'The server already has another command under the same name.';
    case 'spool_changed':
      return "Milepost's records on the server were deleted: whether this step ran is not known.";
    case 'spool_restored':
      return "Milepost's records on the server were put back from an older copy: whether this step ran is not known.";
    case 'rebooted':
      return 'The server was restarted before it recorded this step: whether it ran is not known.';
    case 'malformed':
      return `The server could not read the command (${detail}).`;
    case 'disk_full':
      return "The server's disk is full: the command was not started.";
    case 'busy':
      return 'The server is too busy to start the command.';
  }
}
