import { AddServerScreen } from '../../../../features/servers/add-server-screen';

export default function AddServerPage() {
  return <AddServerScreen />;
}
