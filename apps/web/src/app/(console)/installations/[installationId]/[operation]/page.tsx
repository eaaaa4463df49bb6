import { requireSubject } from '../../../../../features/console/require-subject';
import { OperationFormScreen } from '../../../../../features/installations/operation-form-screen';

interface OperationFormPageProps {
  params: Promise<{ installationId: string; operation: string }>;
}

export default async function OperationFormPage({ params }: OperationFormPageProps) {
  const { installationId, operation } = await params;
  await requireSubject({ kind: 'installation', id: installationId });
  return (
    <OperationFormScreen
      key={`${installationId} ${operation}`}
      installationId={installationId}
      operation={operation}
    />
  );
}
