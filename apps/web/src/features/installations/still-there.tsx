import { Banner } from '../../components/banner';
import { Sign } from '../../components/sign';

/** What an uninstall that did not complete has not taken away. */
export function StillThere({ left, server }: { left: string[]; server: string }) {
  if (left.length === 0) return null;
  return (
    <Banner look="warn" className="mb-5 max-sm:mb-4" sign={<Sign name="warn" tone="warn" />}>
      {stillThereWords(left, server)}
    </Banner>
  );
}

/** "Still on web-1, as far as the milestones tell: the package nginx and /srv/www." */
export function stillThereWords(left: string[], server: string): string {
  const named = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(left);
  return `Still on ${server}, as far as the milestones tell: ${named}.`;
}
