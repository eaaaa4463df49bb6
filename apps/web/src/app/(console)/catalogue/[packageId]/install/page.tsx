import { InstallScreen } from '../../../../../features/catalogue/install-screen';

interface InstallPageProps {
  params: Promise<{ packageId: string }>;
}

export default async function InstallPage({ params }: InstallPageProps) {
  const { packageId } = await params;
  return <InstallScreen packageId={packageId} />;
}
