import type { InstallationView } from '@milepost/api/views';
import { hasEnded } from '@milepost/contract/statuses';

import { OperationIcon } from '../operations/page/operation-status';
import { StatusLabel } from './server-status';
import { installationStatusStyle } from './status';

/** What an installation is, in a row; while an operation on it is open, with the progress of that. */
export function InstallationStatusLabel({ installation }: { installation: InstallationView }) {
  const { operation } = installation;
  const style = installationStatusStyle(installation);
  if (operation === null || hasEnded(operation.status)) return <StatusLabel status={style} />;
  return (
    <span className="inline-flex items-center gap-[7px] align-middle">
      <OperationIcon operation={operation} />
      {operation.rollingBack ? 'Rolling back' : style.word}
    </span>
  );
}
