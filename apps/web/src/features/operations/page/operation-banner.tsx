'use client';

import type { OperationDetail } from '@milepost/api/views';
import { interruptedSentence, noticeSentence } from '@milepost/contract/messages/waiting';
import Link from 'next/link';

import { Banner } from '../../../components/layout/banner';
import { Button } from '../../../components/forms/button';
import { StatusIcon } from '../../../components/status/status-icon';
import { useNow } from '../../../time/use-now';
import { ResumeInterrupted } from '../controls/resume-interrupted';
import { PauseBanner } from './pause-banner';
import { AbandonServer } from '../controls/abandon-server';

/** Whatever is unusual right now, with what can be done about it: interruptions, pauses, waits, lost links, canceling. */
export function OperationBanner({ operation }: { operation: OperationDetail }) {
  const { status, interrupted, actions, progress } = operation;
  if (progress.notice?.kind === 'requested') return <NoticeBanner operation={operation} />;
  if (interrupted) {
    return (
      <Banner
        variant="warn"
        className="mb-5"
        icon={<StatusIcon name="unknown" tone="warn" />}
        action={
          actions.resumeInterrupted && <ResumeInterrupted operation={operation}>Resume</ResumeInterrupted>
        }
      >
        {interruptedSentence(operation.status)}
      </Banner>
    );
  }
  if (status === 'canceling') return <CancelingBanner operation={operation} />;
  if (status === 'paused' || status === 'pausing') return <PauseBanner operation={operation} />;
  return <NoticeBanner operation={operation} />;
}

function CancelingBanner({ operation }: { operation: OperationDetail }) {
  const { server, milestones, progress, actions } = operation;
  const current = milestones.find((milestone) => milestone.status === 'running');
  const away = actions.abandonServer || progress.notice?.kind === 'reconnecting';
  const unattended = progress.notice?.kind === 'worker_lost' || progress.notice?.kind === 'no_worker';
  return (
    <Banner
      variant={actions.abandonServer ? 'bad' : 'plain'}
      className="mb-5"
      icon={<StatusIcon name="canceled" tone="idle" />}
      action={actions.abandonServer && <AbandonServer operation={operation} />}
    >
      Canceling: stopping {current === undefined ? 'the operation' : current.label} on {server.name}, then
      checking that nothing is left running.
      {unattended && ' The worker stopped responding; another one completes the cancellation.'}
      {away && ` ${server.name} is unreachable. Stopping continues once it responds.`}
    </Banner>
  );
}

function NoticeBanner({ operation }: { operation: OperationDetail }) {
  const now = useNow();
  const { server, progress, actions } = operation;
  const { notice } = progress;
  if (notice === null) return null;
  const { variant, icon, tone } = noticeStyles[notice.kind];
  return (
    <Banner
      variant={variant}
      className="mb-5"
      icon={<StatusIcon name={icon} tone={tone} />}
      action={
        actions.abandonServer ? (
          <AbandonServer operation={operation} />
        ) : notice.kind === 'blocked' ? (
          <Button asChild size="sm">
            <Link href={`/servers/${server.id}#queue`}>View {server.name}</Link>
          </Button>
        ) : null
      }
    >
      {noticeSentence(notice, server.name, now)}
    </Banner>
  );
}

const noticeStyles = {
  queue: { variant: 'plain', icon: 'queued', tone: 'idle' },
  blocked: { variant: 'bad', icon: 'blocked', tone: 'bad' },
  waiting: { variant: 'warn', icon: 'waiting', tone: 'idle' },
  silent: { variant: 'plain', icon: 'waiting', tone: 'idle' },
  reconnecting: { variant: 'bad', icon: 'off', tone: 'bad' },
  retrying: { variant: 'warn', icon: 'waiting', tone: 'idle' },
  engine_unreachable: { variant: 'warn', icon: 'waiting', tone: 'idle' },
  requested: { variant: 'plain', icon: 'waiting', tone: 'idle' },
  worker_lost: { variant: 'warn', icon: 'waiting', tone: 'idle' },
  no_worker: { variant: 'warn', icon: 'waiting', tone: 'idle' },
} as const;
