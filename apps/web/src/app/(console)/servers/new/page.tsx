import { AddServerScreen } from '../../../../features/servers/add/add-server-screen';

export default function AddServerPage() {
  return <AddServerScreen />;
}
