import { OperationScreen } from '../../../../features/operations/operation-screen';

interface OperationPageProps {
  params: Promise<{ operationId: string }>;
}

export default async function OperationPage({ params }: OperationPageProps) {
  const { operationId } = await params;
  return <OperationScreen key={operationId} operationId={operationId} />;
}
