import { JoinForm } from '../../../features/session/join-form';

interface JoinPageProps {
  searchParams: Promise<{ token?: string | string[] }>;
}

export default async function JoinPage({ searchParams }: JoinPageProps) {
  const { token } = await searchParams;
  return <JoinForm token={typeof token === 'string' ? token : ''} />;
}
