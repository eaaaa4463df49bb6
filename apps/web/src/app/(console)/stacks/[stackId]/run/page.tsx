import { requireSubject } from '../../../../../features/console/require-subject';
import { RunStackScreen } from '../../../../../features/stacks/run-stack-screen';

interface RunStackPageProps {
  params: Promise<{ stackId: string }>;
}

export default async function RunStackPage({ params }: RunStackPageProps) {
  const { stackId } = await params;
  await requireSubject({ kind: 'stack', id: stackId });
  return <RunStackScreen key={stackId} stackId={stackId} />;
}
