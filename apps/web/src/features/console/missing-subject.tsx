import { MissingPage } from './missing-page';

const servers = { label: 'Servers', href: '/servers' };
const operations = { label: 'Operations', href: '/operations' };
const catalog = { label: 'Catalog', href: '/catalog' };

export function MissingServer() {
  return <MissingPage subject="server" others={{ ...servers, label: 'All servers' }} above={[servers]} />;
}

export function MissingOperation() {
  return (
    <MissingPage
      subject="operation"
      others={{ ...operations, label: 'All operations' }}
      above={[operations]}
    />
  );
}

export function MissingInstallation() {
  return (
    <MissingPage subject="installation" others={{ ...servers, label: 'All servers' }} above={[servers]} />
  );
}

export function MissingPackage() {
  return <MissingPage subject="package" others={{ ...catalog, label: 'All packages' }} above={[catalog]} />;
}
