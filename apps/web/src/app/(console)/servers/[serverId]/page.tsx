import { ServerScreen } from '../../../../features/servers/server-screen';

interface ServerPageProps {
  params: Promise<{ serverId: string }>;
}

export default async function ServerPage({ params }: ServerPageProps) {
  const { serverId } = await params;
  return <ServerScreen key={serverId} serverId={serverId} />;
}
