import type { InstallationView } from '@milepost/api/views';
import Link from 'next/link';

import { useCanOperate } from '../session/use-can-operate';
import { operationPage } from './links';

/** The newer version that the server offers, as a link to the form of the update. */
export function UpdateAvailable({
  installation: { id, title, availableVersion },
}: {
  installation: Pick<InstallationView, 'id' | 'title' | 'availableVersion'>;
}) {
  const canOperate = useCanOperate();
  if (availableVersion === null) return null;
  const text = (
    <>
      Update available<span className="sr-only"> for {title}:</span> <code>{availableVersion}</code>
    </>
  );
  if (!canOperate) return <span>{text}</span>;
  return (
    <Link className="link" href={operationPage(id, 'update')}>
      {text}
    </Link>
  );
}
