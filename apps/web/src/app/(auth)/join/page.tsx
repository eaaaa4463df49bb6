import { JoinForm } from '../../../features/session/join-form';

export default function JoinPage() {
  return <JoinForm />;
}
