'use client';

import type { InstallationDetail } from '@milepost/api/installation-views';
import { driftedStateMessage } from '@milepost/contract/messages/attention';
import Link from 'next/link';
import { useState } from 'react';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { Panel } from '../../../components/layout/panel';
import { Section } from '../../../components/layout/section';
import { StatusIcon } from '../../../components/status/status-icon';
import { Ago } from '../../../time/ticking';
import { useCanOperate } from '../../session/use-can-operate';
import { operationPage } from '../links';
import { CheckedVersion } from './checked-version';

/** Whether the server still is as the last install left it. */
export function InstallationDrift({ installation }: { installation: InstallationDetail }) {
  const { id, drift, server, status, uninstalledAt } = installation;
  const utils = trpc.useUtils();
  const canOperate = useCanOperate();
  const [problem, setProblem] = useState<string | null>(null);
  const check = trpc.installations.checkDrift.useMutation({
    onSuccess: (checked) => {
      setProblem(null);
      utils.installations.get.setData({ installationId: id }, checked);
    },
    onError: (error) => {
      setProblem(toProblem(error).message);
    },
  });
  if (status !== 'active' || uninstalledAt !== null) return null;
  const { differences = [], skipped = [] } = drift ?? {};
  return (
    <Section
      id="drift"
      title="Drift"
      aside={
        <>
          {drift !== null && (
            <span className="mr-1.5 text-xs text-ink-3">
              checked <Ago at={drift.checkedAt} />
            </span>
          )}
          {canOperate && (
            <Button
              size="sm"
              disabled={check.isPending}
              onClick={() => {
                check.mutate({ installationId: id });
              }}
            >
              {check.isPending ? 'Checking…' : 'Check now'}
            </Button>
          )}
        </>
      }
    >
      <Panel>
        {problem !== null && (
          <p role="alert" className="border-b px-4 py-3 text-bad-ink">
            {problem}
          </p>
        )}
        {drift === null ? (
          <p className="px-4 py-3 text-ink-2">
            Not checked since the last operation. Milepost compares {server.name} with these settings once a
            day.
          </p>
        ) : differences.length === 0 ? (
          <p className="flex gap-2 px-4 py-3 text-ink-2">
            <StatusIcon name="ok" tone="ok" className="mt-0.5" />
            {skipped.length === 0
              ? `${server.name} is as it was left.`
              : `What could be checked on ${server.name} is as it was left.`}
          </p>
        ) : (
          <>
            <ul className="grid gap-2 px-4 py-3">
              {differences.map((difference) => (
                <li
                  key={difference.label}
                  className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 wrap-anywhere"
                >
                  <StatusIcon
                    name={difference.is === 'different' ? 'warn' : 'unknown'}
                    tone="warn"
                    className="mt-0.5"
                  />
                  <span>
                    {driftedStateMessage(difference)}
                    {difference.detail !== null && (
                      <span className="block text-ink-3">{difference.detail}</span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
            {canOperate && (
              <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-3">
                <Button asChild>
                  <Link href={operationPage(id, 'install')}>Restore…</Link>
                </Button>
                <span className="text-ink-3">You see the plan before anything happens.</span>
              </div>
            )}
          </>
        )}
        {skipped.length > 0 && (
          <p className="border-t px-4 py-3 text-ink-2">
            Not checked, because it needs a secret that is not stored: {skipped.join('; ')}. Enter the secret
            with Change, and it is checked from then on.
          </p>
        )}
        <CheckedVersion installation={installation} />
      </Panel>
    </Section>
  );
}
