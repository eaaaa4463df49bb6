'use client';

import type { ServerDetail } from '@milepost/api/views';
import { Package } from 'lucide-react';
import Link from 'next/link';

import { Button } from '../../components/forms/button';
import { Ago } from '../../time/ticking';
import { formatDay } from '../../time/format-time';
import { useNow } from '../../time/use-now';
import { RequireOperator } from '../session/require-operator';
import { RemoveServer } from './removal/remove-server';
import { ServerPill } from './server-status';
import { isUnnamedPractice, Practice } from './list/servers-table';

export function ServerHead({ server }: { server: ServerDetail }) {
  const { id, name, address, port, system, lastSeenAt, createdAt, status, removed } = server;
  const today = new Date(useNow());
  return (
    <div className="mb-5 flex flex-wrap items-start gap-x-4 gap-y-3 max-sm:mb-4">
      <div className="min-w-0 flex-[1_1_320px]">
        <div className="flex flex-wrap items-center gap-2.5">
          <h1 className="text-xl tracking-tight">{name}</h1>
          <ServerPill server={server} />
          {isUnnamedPractice(server) && <Practice />}
        </div>
        <p className="dotted-list mt-0.5 text-ink-2">
          <code>
            {address}:{port}
          </code>
          {system !== null && <span>{system}</span>}
          <span>added {formatDay(new Date(createdAt), today)}</span>
          {lastSeenAt !== null && (
            <span>
              seen <Ago at={lastSeenAt} />
            </span>
          )}
        </p>
      </div>
      <div className="flex items-center gap-2 max-sm:w-full max-sm:[&>*]:flex-1">
        <RequireOperator>
          {removed === null && <RemoveServer server={server} />}
          {status === 'ready' && (
            <Button asChild variant="primary">
              <Link href={`/catalog?server=${id}`}>
                <Package aria-hidden /> Install…
              </Link>
            </Button>
          )}
        </RequireOperator>
      </div>
    </div>
  );
}
