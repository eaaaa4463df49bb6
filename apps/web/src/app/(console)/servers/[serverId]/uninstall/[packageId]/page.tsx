import { UninstallScreen } from '../../../../../../features/catalogue/uninstall-screen';

interface UninstallPageProps {
  params: Promise<{ serverId: string; packageId: string }>;
}

export default async function UninstallPage({ params }: UninstallPageProps) {
  const { serverId, packageId } = await params;
  return <UninstallScreen serverId={serverId} packageId={packageId} />;
}
