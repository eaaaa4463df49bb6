import { InstallScreen } from '../../../../../features/catalog/install-screen';
import { requireSubject } from '../../../../../features/console/require-subject';

interface InstallPageProps {
  params: Promise<{ packageId: string }>;
}

export default async function InstallPage({ params }: InstallPageProps) {
  const { packageId } = await params;
  await requireSubject({ kind: 'package', id: packageId });
  return <InstallScreen packageId={packageId} />;
}
