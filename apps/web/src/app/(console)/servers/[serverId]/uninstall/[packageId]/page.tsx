import { UninstallScreen } from '../../../../../../features/catalog/uninstall-screen';
import { requireSubject } from '../../../../../../features/console/require-subject';

interface UninstallPageProps {
  params: Promise<{ serverId: string; packageId: string }>;
}

export default async function UninstallPage({ params }: UninstallPageProps) {
  const { serverId, packageId } = await params;
  await requireSubject({ kind: 'server', id: serverId });
  return <UninstallScreen serverId={serverId} packageId={packageId} />;
}
