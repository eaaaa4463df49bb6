import { formatBytes } from '@milepost/contract/messages/format/bytes';
import { packagesSummary } from '@milepost/contract/messages/plan-changes';

import { Fold } from '../../components/layout/fold';
import type { PlanStateView } from './plan-tally';

type Package = PlanStateView['packages'][number];

/** So many are read at a glance. */
const SHOWN_AT_ONCE = 6;

/** What a state changes of packages: versions and sizes. */
export function PlanPackages({ packages }: { packages: Package[] }) {
  if (packages.length === 0) return null;
  return (
    <Fold summary={packagesSummary(packages)} open={packages.length <= SHOWN_AT_ONCE}>
      <table className="w-full text-xs">
        <thead className="sr-only">
          <tr>
            <th scope="col">Package</th>
            <th scope="col">Version</th>
            <th scope="col">Download</th>
          </tr>
        </thead>
        <tbody>
          {packages.map((one) => (
            <tr key={one.name} className="align-baseline">
              <td className="py-px pr-3 font-medium wrap-anywhere text-ink">{one.name}</td>
              <td className="py-px pr-3 font-mono wrap-anywhere">
                <Versions {...one} />
              </td>
              <td className="py-px text-right whitespace-nowrap text-ink-3">
                {one.downloadBytes !== null && one.downloadBytes > 0 && formatBytes(one.downloadBytes)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Fold>
  );
}

function Versions({ from, to }: Pick<Package, 'from' | 'to'>) {
  if (to === null)
    return (
      <>
        {from} <span className="font-sans text-bad-ink">removed</span>
      </>
    );
  if (from === null)
    return (
      <>
        {to} <span className="font-sans text-ink-3">new</span>
      </>
    );
  return (
    <>
      {from}
      <span aria-hidden> → </span>
      <span className="sr-only"> to </span>
      {to}
    </>
  );
}
