import type { ServerDetail } from '@milepost/api/views';

import type { Fact } from '../../components/layout/facts';
import { Facts } from '../../components/layout/facts';
import { Panel } from '../../components/layout/panel';
import { Ago } from '../../time/ticking';
import { useCanOperate } from '../session/use-can-operate';
import { RefreshFacts } from './refresh-facts';
import { shortSystem } from './status';

/** What the machine is. */
export function ServerFacts({ server: { id, status, facts, system } }: { server: ServerDetail }) {
  const allowed = useCanOperate();
  if (facts === null)
    return <Panel className="px-4 py-3 text-ink-2">System facts are read when the server connects.</Panel>;
  const used = facts.disk.total - facts.disk.free;
  const items: Fact[] = [
    { name: 'System', value: system === null ? 'unknown' : shortSystem(system), hint: facts.arch },
    { name: 'Processors', value: `${facts.cpus} vCPU` },
    { name: 'Memory', value: gigabytes(facts.memory) },
    {
      name: 'Disk /',
      value: `${Math.round(used / GIGABYTE)} of ${gigabytes(facts.disk.total)} used`,
      hint: <Meter fraction={used / Math.max(1, facts.disk.total)} />,
    },
    { name: 'Kernel', value: <span className="block truncate">{facts.kernel}</span> },
    {
      name: 'Facts read',
      value: <Ago at={facts.at} />,
      ...(allowed && status === 'ready' && { hint: <RefreshFacts serverId={id} /> }),
    },
  ];
  return <Facts label="Facts" items={items} />;
}

function Meter({ fraction }: { fraction: number }) {
  return (
    <span aria-hidden className="mt-[5px] block h-[3px] overflow-hidden rounded-full bg-line">
      <span className="block h-full bg-idle" style={{ width: `${Math.round(fraction * 100)}%` }} />
    </span>
  );
}

const GIGABYTE = 1024 ** 3;

function gigabytes(bytes: number): string {
  const of = bytes / GIGABYTE;
  return `${of < 10 ? of.toFixed(1) : Math.round(of)} GB`;
}
