import { OperationsScreen } from '../../../features/operations/operations-screen';

export default function OperationsPage() {
  return <OperationsScreen />;
}
