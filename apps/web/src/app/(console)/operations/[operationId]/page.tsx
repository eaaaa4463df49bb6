import { requireSubject } from '../../../../features/console/require-subject';
import { OperationScreen } from '../../../../features/operations/page/operation-screen';

interface OperationPageProps {
  params: Promise<{ operationId: string }>;
}

export default async function OperationPage({ params }: OperationPageProps) {
  const { operationId } = await params;
  await requireSubject({ kind: 'operation', id: operationId });
  return <OperationScreen key={operationId} operationId={operationId} />;
}
