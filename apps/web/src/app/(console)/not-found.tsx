import { MissingPage } from '../../features/console/missing-page';

export default function ConsoleNotFound() {
  return <MissingPage subject="page" others={{ label: 'Overview', href: '/' }} />;
}
