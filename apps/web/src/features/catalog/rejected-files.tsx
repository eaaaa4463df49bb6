'use client';

import { plural } from '@milepost/contract/messages/format/text';
import { TriangleAlert } from 'lucide-react';

import { trpc } from '../../api/trpc';

/** Package files of one's own that were not loaded, with the reasons. Nothing where there are none. */
export function RejectedFiles() {
  const { data: files = [] } = trpc.catalog.rejected.useQuery();
  if (files.length === 0) return null;
  const title = plural(files.length, {
    one: '1 file of your packages directory was not loaded',
    other: `${files.length} files of your packages directory were not loaded`,
  });
  return (
    <section aria-label={title} className="mb-5 rounded-lg border border-warn-line bg-warn-soft px-4 py-3">
      <h2 className="flex items-center gap-2 text-sm font-medium">
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn-ink" />
        {title}
      </h2>
      <dl className="mt-2 grid gap-2">
        {files.map(({ file, messages }) => (
          <div key={file}>
            <dt className="font-mono text-xs">{file}</dt>
            {messages.map((message) => (
              <dd key={message} className="text-sm text-pretty [overflow-wrap:anywhere] text-ink-2">
                {message}
              </dd>
            ))}
          </div>
        ))}
      </dl>
      <p className="mt-2 text-xs text-ink-3">
        Correct the file, check it with <code>npm run check-packages</code>, and restart worker and console.
      </p>
    </section>
  );
}
