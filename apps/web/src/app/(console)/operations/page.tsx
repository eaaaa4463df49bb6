import { OperationsScreen } from '../../../features/operations/list/operations-screen';

export default function OperationsPage() {
  return <OperationsScreen />;
}
