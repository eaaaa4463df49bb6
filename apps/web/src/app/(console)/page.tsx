import { OverviewScreen } from '../../features/overview/overview-screen';

export default function OverviewPage() {
  return <OverviewScreen />;
}
