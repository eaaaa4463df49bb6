import type { ReactNode } from 'react';

import { Mark } from '../../components/mark';
import { Panel } from '../../components/layout/panel';

/** The one card of a page that is seen before signing in. */
export function SessionCard({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <main id="main" className="mx-auto grid w-full max-w-[400px] content-start gap-5 px-4 pt-[14dvh] pb-10">
      <title>{`${title} · Milepost`}</title>
      <div className="flex items-center gap-2 text-base font-semibold tracking-tight">
        <Mark /> Milepost
      </div>
      <Panel className="grid gap-4 p-5">
        <div>
          <h1 className="text-xl tracking-tight">{title}</h1>
          <p className="mt-0.5 text-ink-2">{lead}</p>
        </div>
        {children}
      </Panel>
    </main>
  );
}
