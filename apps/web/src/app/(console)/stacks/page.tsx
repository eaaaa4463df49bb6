import { StacksScreen } from '../../../features/stacks/stacks-screen';

export default function StacksPage() {
  return <StacksScreen />;
}
