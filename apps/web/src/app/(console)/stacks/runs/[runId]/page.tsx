import { requireSubject } from '../../../../../features/console/require-subject';
import { StackRunScreen } from '../../../../../features/stacks/run/stack-run-screen';

interface StackRunPageProps {
  params: Promise<{ runId: string }>;
}

export default async function StackRunPage({ params }: StackRunPageProps) {
  const { runId } = await params;
  await requireSubject({ kind: 'stack_run', id: runId });
  return <StackRunScreen key={runId} runId={runId} />;
}
