import { MissingPage } from '../../features/console/missing-page';

export default function ConsoleNotFound() {
  return (
    <MissingPage title="This page does not exist or was removed" others={{ label: 'Overview', href: '/' }} />
  );
}
