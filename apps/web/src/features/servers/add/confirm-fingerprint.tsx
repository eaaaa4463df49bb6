'use client';

import type { ServerDetail } from '@milepost/api/views';
import { Copy, Fingerprint } from 'lucide-react';
import { toast } from 'sonner';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { copyText } from '../../../components/clipboard';
import { IconButton } from '../../../components/forms/icon-button';
import { Kbd } from '../../../components/kbd';
import { PanelSection } from '../../../components/layout/panel';
import { useShortcut } from '../../../keys/provider';
import { useCanOperate } from '../../session/use-can-operate';

export interface ConfirmFingerprintProps {
  server: ServerDetail;
  hostKey: NonNullable<ServerDetail['hostKey']>;
}

/** The one moment at which a person vouches for the machine at the other end. */
export function ConfirmFingerprint({ server, hostKey }: ConfirmFingerprintProps) {
  const allowed = useCanOperate();
  const utils = trpc.useUtils();
  const confirm = trpc.servers.confirm.useMutation({
    onSuccess: (confirmed) => {
      utils.servers.get.setData({ serverId: server.id }, confirmed);
    },
    onError: (error) => {
      toast.error(toProblem(error).message);
      void utils.servers.get.invalidate({ serverId: server.id });
    },
  });
  const go = (): void => {
    if (!confirm.isPending) confirm.mutate({ serverId: server.id, fingerprint: hostKey.fingerprint });
  };
  useShortcut('Mod+Enter', go, { enabled: allowed });
  const file = keyFile(hostKey.type);
  return (
    <PanelSection id="fingerprint" title="Is this the fingerprint of your server?">
      <div className="grid gap-3 p-4">
        <div className="flex items-start gap-3 rounded-md bg-term px-3 py-2.5 inset-ring inset-ring-line">
          <Fingerprint aria-hidden className="mt-0.5 size-5 text-accent" />
          <div className="min-w-0 flex-1">
            <code className="block text-sm leading-5 wrap-anywhere" data-testid="fingerprint">
              {hostKey.fingerprint}
            </code>
            <span className="text-xs text-ink-3">
              {hostKey.type}, offered by {server.address}:{server.port}
            </span>
          </div>
          <IconButton
            size="sm"
            label="Copy the fingerprint"
            onClick={() => {
              void copyText(hostKey.fingerprint).then((copied) =>
                copied ? toast('Fingerprint copied') : toast('Could not copy: the browser blocked it'),
              );
            }}
          >
            <Copy />
          </IconButton>
        </div>
        <p className="reading text-ink-2">
          Compare it with the fingerprint that the server shows at its own console or in your provider’s
          panel. They must match exactly. If they do not, someone may be intercepting the connection.
        </p>
        <code className="block rounded-sm bg-term px-2.5 py-[5px] wrap-anywhere whitespace-pre-wrap text-ansi-fg inset-ring inset-ring-line">
          ssh-keygen -lf /etc/ssh/{file}
        </code>
      </div>
      <div className="flex flex-wrap items-center gap-3 border-t bg-sunken px-4 py-3">
        <p className="flex-[1_1_200px] text-xs text-ink-3">
          The key is then pinned. Milepost stops connecting if it changes.
        </p>
        {allowed && (
          <Button
            variant="primary"
            aria-keyshortcuts="Control+Enter"
            disabled={confirm.isPending}
            onClick={go}
          >
            {confirm.isPending ? 'Confirming…' : 'Fingerprints match, connect'}{' '}
            <Kbd className="max-sm:hidden">Ctrl Enter</Kbd>
          </Button>
        )}
      </div>
    </PanelSection>
  );
}

/** "ssh-ed25519" lies in ssh_host_ed25519_key.pub. */
function keyFile(type: string): string {
  const algorithm = /ed25519|ecdsa|rsa/i.exec(type)?.[0].toLowerCase() ?? '*';
  return `ssh_host_${algorithm}_key.pub`;
}
