import { RecoverForm } from '../../../features/session/recover-form';

export default function RecoverPage() {
  return <RecoverForm />;
}
