import type { Aftermath } from '@milepost/api/outcome-views';

import { StatusIcon } from '../../components/status/status-icon';

/** What an operation that did not complete has left on its server: what is verified, then what is not. */
export function AftermathList({ aftermath, server }: { aftermath: Aftermath; server: string }) {
  return (
    <div className="border-t px-4 py-3">
      <h3 className="font-medium">On {server} now</h3>
      <ul className="mt-1 grid gap-1 text-ink-2">
        {aftermath.known.map((sentence) => (
          <li key={sentence} className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 wrap-anywhere">
            <StatusIcon name="already" tone="idle" className="mt-0.5" />
            {sentence}
          </li>
        ))}
        {aftermath.unknown.map((sentence) => (
          <li key={sentence} className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 wrap-anywhere">
            <StatusIcon name="unknown" tone="warn" className="mt-0.5" />
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}
