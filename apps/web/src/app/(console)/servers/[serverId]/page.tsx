import { requireSubject } from '../../../../features/console/require-subject';
import { ServerScreen } from '../../../../features/servers/server-screen';

interface ServerPageProps {
  params: Promise<{ serverId: string }>;
}

export default async function ServerPage({ params }: ServerPageProps) {
  const { serverId } = await params;
  await requireSubject({ kind: 'server', id: serverId });
  return <ServerScreen key={serverId} serverId={serverId} />;
}
