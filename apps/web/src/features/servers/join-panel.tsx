'use client';

import type { ServerDetail } from '@milepost/api/views';

import { Banner } from '../../components/banner';
import { Sign } from '../../components/sign';
import { ConfirmFingerprint } from './confirm-fingerprint';
import { JoinSteps } from './join-steps';
import { TryJoinAgain } from './try-join-again';

/** Whatever stands between a server and being ready. */
export function JoinPanel({ server }: { server: ServerDetail }) {
  switch (server.status) {
    case 'ready':
      return server.problem === null ? null : (
        <Banner look="warn" className="mb-5" sign={<Sign name="warn" tone="warn" />}>
          {server.problem}
        </Banner>
      );
    case 'host_key_changed':
      return (
        <Banner look="bad" className="mb-5" sign={<Sign name="blocked" tone="bad" />}>
          {server.problem ?? `The host key of ${server.name} changed.`} Nothing is sent to it. Check at the
          server’s own console whether it was reinstalled; if it was, remove it here and add it again.
        </Banner>
      );
    case 'awaiting_confirmation':
      return (
        <div className="grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
          {server.hostKey === null ? (
            <TryJoinAgain server={server} />
          ) : (
            <ConfirmFingerprint server={server} hostKey={server.hostKey} />
          )}
          <JoinSteps at={2} failed={server.hostKey === null && server.problem !== null} />
        </div>
      );
    case 'joining':
      return (
        <div className="grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
          <Banner look="plain" sign={<Sign name="waiting" tone="run" />}>
            Logging in, installing the console’s own key and reading the facts. That takes a few seconds; this
            page moves on by itself.
          </Banner>
          <JoinSteps at={3} />
        </div>
      );
    case 'join_failed':
      return (
        <div className="grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
          <TryJoinAgain server={server} />
          <JoinSteps at={server.hostKey?.pinned === true ? 3 : 2} failed />
        </div>
      );
  }
}
