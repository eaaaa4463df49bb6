'use client';

import type { OperationDetail } from '@milepost/api/views';
import { Copy, ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { toast } from 'sonner';

import { trpc } from '../../../api/trpc';
import { copyText } from '../../../components/clipboard';
import { Button } from '../../../components/forms/button';
import { IconButton } from '../../../components/forms/icon-button';
import { Panel } from '../../../components/layout/panel';
import { Section } from '../../../components/layout/section';
import { addLabel } from '../../children/add-label';
import { installationPage, installPage, operationPage } from '../../installations/links';
import { useIsReadOnly } from '../../session/use-can-operate';

/** After an install or an update has completed: where the software answers, and its settings. */
export function NextSteps({ operation }: { operation: OperationDetail }) {
  const { status, kind, progress, server } = operation;
  const installationId = progress.resource?.id ?? null;
  const shown =
    status === 'completed' &&
    ['install', 'update'].includes(kind) &&
    installationId !== null &&
    !server.removed;
  return shown ? <Steps installationId={installationId} /> : null;
}

function Steps({ installationId }: { installationId: string }) {
  const isReadOnly = useIsReadOnly();
  const { data } = trpc.installations.get.useQuery({ installationId });
  if (data === undefined || data.uninstalledAt !== null) return null;
  return (
    <Section id="next" title="Next" className="mt-4 mb-5">
      <Panel>
        <ul>
          {data.addresses.map(({ text, url, local }) => (
            <li key={text} className="flex flex-wrap items-center gap-3 border-b px-4 py-2.5">
              <span className="min-w-0 flex-1 wrap-anywhere">
                {data.title} answers at <code>{text}</code>
                {local && ' on the server itself'}
              </span>
              <IconButton
                size="sm"
                label={`Copy ${text}`}
                onClick={() => {
                  void copyText(url ?? text).then((copied) =>
                    copied ? toast('Copied') : toast('Could not copy: the browser blocked it'),
                  );
                }}
              >
                <Copy />
              </IconButton>
              {url !== null && (
                <Button asChild size="sm">
                  <a href={url} target="_blank" rel="noreferrer">
                    <ExternalLink aria-hidden /> Open
                  </a>
                </Button>
              )}
            </li>
          ))}
          <li className="flex flex-wrap items-center gap-3 px-4 py-2.5 max-sm:[&>a]:flex-1">
            <span className="flex-1 max-sm:basis-full">Settings, history and drift are on its page.</span>
            <Button asChild size="sm">
              <Link href={installationPage(installationId)}>View {data.title}</Link>
            </Button>
            {!isReadOnly && (
              <>
                {data.children.map((group) => (
                  <Button key={group.package.id} asChild size="sm">
                    <Link
                      href={installPage({
                        ...{ packageId: group.package.id, serverId: data.server.id },
                        parentId: installationId,
                      })}
                    >
                      {addLabel({ verbs: group.verbs, title: group.package.title })}…
                    </Link>
                  </Button>
                ))}
                <Button asChild size="sm">
                  <Link href={operationPage(installationId, 'install')}>Change settings…</Link>
                </Button>
              </>
            )}
          </li>
        </ul>
      </Panel>
    </Section>
  );
}
