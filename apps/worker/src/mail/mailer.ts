import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { Transporter } from 'nodemailer';
import type { Database } from '@milepost/db/client';
import { claimEmails, markEmailFailed, markEmailSent } from '@milepost/db/notifications/email-outbox';
import type { ClaimedEmail } from '@milepost/db/notifications/email-outbox';
import { forgetNotifications } from '@milepost/db/notifications/forget-notifications';
import { registerMailSender } from '@milepost/db/notifications/mail-sender';
import type { Logger } from '../startup/log';
import { messageOf } from './message';

export interface MailSetting {
  /** Holds a password: it goes nowhere but to the transport. */
  smtpUrl: string;
  from: string;
}

interface Dependencies {
  db: Database;
  log: Logger;
  /** Null: this worker sends no e-mail. */
  mail: MailSetting | null;
  consoleUrl: string;
  /** How long one try may take before another process repeats it; 120,000 ms when left out. */
  leaseMs?: number;
}

const POLL_MS = 1_000;
const FORGET_MS = 60 * 60_000;
const LIMIT = 5;
/** Delays between attempts; after the last one the e-mail is marked as failed. */
const RETRY_DELAYS_MS = [30_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 60 * 60_000, 8 * 60 * 60_000];
const TIMEOUTS = {
  dnsTimeout: 5_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
};

/** Sends what lies in the outbox of e-mails until `signal` is aborted, and forgets what is old. Never throws. */
export async function runMailer(dependencies: Dependencies, signal: AbortSignal): Promise<void> {
  const { db, log, mail } = dependencies;
  const transport = mail && createTransport({ url: mail.smtpUrl, ...TIMEOUTS });
  let registered = false;
  let forgetAt = 0;
  while (!signal.aborted) {
    try {
      if (!registered) await registerMailSender(db, mail?.from ?? null);
      registered = true;
      if (Date.now() >= forgetAt) {
        await forgetNotifications(db);
        forgetAt = Date.now() + FORGET_MS;
      }
      if (transport && mail) await sendDue({ ...dependencies, transport, mail });
    } catch (error) {
      log.warn({ reason: String(error) }, 'The outbox of e-mails cannot be read; trying again');
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  transport?.close();
}

type Sending = Dependencies & { transport: Transporter; mail: MailSetting };

async function sendDue(sending: Sending): Promise<void> {
  const { db, leaseMs = 120_000 } = sending;
  const claimed = await claimEmails(db, { limit: LIMIT, leaseMs });
  await Promise.all(claimed.map((email) => send(sending, email)));
}

async function send({ db, log, transport, mail, consoleUrl }: Sending, email: ClaimedEmail): Promise<void> {
  try {
    await transport.sendMail(messageOf(email, { from: mail.from, consoleUrl }));
  } catch (error) {
    const problem = problemOf(error);
    log.warn({ email: email.id, problem, tries: email.tries }, 'An e-mail was not accepted');
    await markEmailFailed(db, { id: email.id, problem, retryMs: RETRY_DELAYS_MS[email.tries - 1] ?? null });
    return;
  }
  await markEmailSent(db, email.id);
}

/** A sentence without the mail server's answer: some repeat the login in it. */
function problemOf(error: unknown): string {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const answer = responseCode === undefined ? '' : `, answer ${responseCode}`;
  return `The mail server did not take it (${code ?? 'unknown error'}${answer}).`;
}
