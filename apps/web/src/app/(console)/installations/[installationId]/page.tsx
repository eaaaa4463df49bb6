import { requireSubject } from '../../../../features/console/require-subject';
import { InstallationScreen } from '../../../../features/installations/page/installation-screen';

interface InstallationPageProps {
  params: Promise<{ installationId: string }>;
}

export default async function InstallationPage({ params }: InstallationPageProps) {
  const { installationId } = await params;
  await requireSubject({ kind: 'installation', id: installationId });
  return <InstallationScreen key={installationId} installationId={installationId} />;
}
