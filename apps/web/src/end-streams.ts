import { shutdown } from '@milepost/api/shutdown';

/** `next start` waits for open event streams without limit: let go of them when the process is asked to stop. Next's own handlers stay. */
export function endStreamsOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, shutdown);
}
