import { ServersScreen } from '../../../features/servers/list/servers-screen';

export default function ServersPage() {
  return <ServersScreen />;
}
