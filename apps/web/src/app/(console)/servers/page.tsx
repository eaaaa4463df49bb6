import { ServersScreen } from '../../../features/servers/servers-screen';

export default function ServersPage() {
  return <ServersScreen />;
}
