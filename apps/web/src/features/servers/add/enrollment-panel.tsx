'use client';

import type { ServerDetail } from '@milepost/api/views';

import { Banner } from '../../../components/layout/banner';
import { StatusIcon } from '../../../components/status/status-icon';
import { ConfirmFingerprint } from './confirm-fingerprint';
import { EnrollmentSteps } from './enrollment-steps';
import { RetryEnrollment } from './retry-enrollment';

/** Whatever stands between a server and being ready. */
export function EnrollmentPanel({ server }: { server: ServerDetail }) {
  switch (server.status) {
    case 'ready':
      return server.problem === null ? null : (
        <Banner variant="warn" className="mb-5" icon={<StatusIcon name="warn" tone="warn" />}>
          {server.problem}
        </Banner>
      );
    case 'host_key_changed':
      return (
        <div className="mb-5 grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
          <RetryEnrollment server={server} />
          <EnrollmentSteps currentStep={2} failed />
        </div>
      );
    case 'awaiting_confirmation':
      return (
        <div className="grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
          {server.hostKey === null ? (
            <RetryEnrollment server={server} />
          ) : (
            <ConfirmFingerprint server={server} hostKey={server.hostKey} />
          )}
          <EnrollmentSteps currentStep={2} failed={server.hostKey === null && server.problem !== null} />
        </div>
      );
    case 'enrolling':
      return (
        <div className="grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
          <Banner variant="plain" icon={<StatusIcon name="waiting" tone="run" />}>
            Logging in, installing Milepost’s own key and reading system facts. This takes a few seconds; the
            page updates automatically.
          </Banner>
          <EnrollmentSteps currentStep={3} />
        </div>
      );
    case 'enrollment_failed':
      return (
        <div className="grid grid-cols-[minmax(0,1fr)_352px] items-start gap-6 max-lg:grid-cols-1">
          <RetryEnrollment server={server} />
          <EnrollmentSteps currentStep={server.hostKey?.pinned === true ? 3 : 2} failed />
        </div>
      );
    case 'removed':
      return null;
  }
}
