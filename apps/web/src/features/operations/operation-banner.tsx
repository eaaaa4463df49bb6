'use client';

import type { OperationDetail } from '@milepost/api/views';
import Link from 'next/link';

import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Sign } from '../../components/sign';
import { useNow } from '../../time/use-now';
import { GoOn } from './go-on';
import { noticeSentence } from './notice-words';
import { PauseBanner } from './pause-banner';
import { StopWaiting } from './stop-waiting';

/** Whatever is unusual right now, with what can be done about it: interruptions, pauses, waits, lost links, cancelling. */
export function OperationBanner({ operation }: { operation: OperationDetail }) {
  const { status, interrupted, server, actions } = operation;
  if (interrupted) {
    return (
      <Banner
        look="warn"
        className="mb-5"
        sign={<Sign name="unknown" tone="warn" />}
        action={actions.goOn && <GoOn operation={operation}>Go on</GoOn>}
      >
        The workflow was terminated under this operation: nothing new is started on {server.name}. What was
        done stays done; going on takes it up where it stands, in a new run.
      </Banner>
    );
  }
  if (status === 'cancelling') return <CancellingBanner operation={operation} />;
  if (status === 'paused' || status === 'pausing') return <PauseBanner operation={operation} />;
  return <NoticeBanner operation={operation} />;
}

function CancellingBanner({ operation }: { operation: OperationDetail }) {
  const { server, milestones, progress, actions } = operation;
  const current = milestones.find((milestone) => milestone.status === 'running');
  const away = actions.stopWaiting || progress.notice?.kind === 'reconnecting';
  return (
    <Banner
      look={actions.stopWaiting ? 'bad' : 'plain'}
      className="mb-5"
      sign={<Sign name="cancelled" tone="idle" />}
      action={actions.stopWaiting && <StopWaiting operation={operation} />}
    >
      Cancelling: {current === undefined ? 'what runs' : current.label} is being stopped on {server.name}, and
      it is proven that nothing is left running.
      {away && ` ${server.name} does not answer; nothing can be stopped or proven before it does.`}
    </Banner>
  );
}

function NoticeBanner({ operation }: { operation: OperationDetail }) {
  const now = useNow();
  const { server, progress, actions } = operation;
  const { notice } = progress;
  if (notice === null) return null;
  const { look, sign, tone } = looks[notice.kind];
  return (
    <Banner
      look={look}
      className="mb-5"
      sign={<Sign name={sign} tone={tone} />}
      action={
        actions.stopWaiting ? (
          <StopWaiting operation={operation} />
        ) : notice.kind === 'blocked' ? (
          <Button asChild size="sm">
            <Link href={`/servers/${server.id}#lane`}>Look at {server.name}</Link>
          </Button>
        ) : null
      }
    >
      {noticeSentence(notice, server.name, now)}
    </Banner>
  );
}

const looks = {
  lane: { look: 'plain', sign: 'queued', tone: 'idle' },
  blocked: { look: 'bad', sign: 'blocked', tone: 'bad' },
  waiting: { look: 'warn', sign: 'waiting', tone: 'idle' },
  reconnecting: { look: 'bad', sign: 'off', tone: 'bad' },
  retrying: { look: 'warn', sign: 'waiting', tone: 'idle' },
  engine_unreachable: { look: 'warn', sign: 'waiting', tone: 'idle' },
} as const;
