'use client';

import { splitAddress } from '@milepost/api/split-address';
import { useRouter } from 'next/navigation';
import type { ChangeEvent, FormEvent } from 'react';
import { useRef, useState } from 'react';

import { newId } from '../../../api/ids';
import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Banner } from '../../../components/layout/banner';
import { EmptyState } from '../../../components/layout/empty-state';
import { Field } from '../../../components/forms/field';
import { Input } from '../../../components/forms/input';
import { Kbd } from '../../../components/kbd';
import { Panel } from '../../../components/layout/panel';
import { StatusIcon } from '../../../components/status/status-icon';
import { SubmitButton } from '../../../components/forms/submit-button';
import { useFieldErrors } from '../../../components/forms/use-field-errors';
import { useShortcut } from '../../../keys/provider';
import { ConsolePage } from '../../console/page';
import { useIsReadOnly } from '../../session/use-can-operate';
import { EnrollmentSteps } from './enrollment-steps';
import type { LoginValues } from './login-fields';
import { emptyLogin, LoginFields, loginOf } from './login-fields';

const above = [{ label: 'Servers', href: '/servers' }];

/** Address and login; the next page shows the fingerprint to compare before anything is sent. */
export function AddServerScreen() {
  if (!useIsReadOnly()) return <AddServerForm />;
  return (
    <ConsolePage title="Add server" above={above}>
      <Panel>
        <EmptyState title="You have read-only access">Ask an owner for the operator role.</EmptyState>
      </Panel>
    </ConsolePage>
  );
}

function AddServerForm() {
  const form = useRef<HTMLFormElement>(null);
  const [id] = useState(newId);
  const [values, setValues] = useState({ name: '', address: '', port: '22', ...emptyLogin });
  const [taken, setTaken] = useState<string | null>(null);
  const errors = useFieldErrors(form);
  const router = useRouter();
  const utils = trpc.useUtils();
  const add = trpc.servers.add.useMutation({
    onSuccess: (server) => {
      utils.servers.get.setData({ serverId: server.id }, server);
      void utils.servers.list.invalidate();
      void utils.overview.get.invalidate();
      router.replace(`/servers/${server.id}`);
    },
    onError: (error) => {
      errors.show(toProblem(error));
    },
  });
  const busy = add.isPending || add.isSuccess;
  const change = (part: Partial<typeof values>): void => {
    setValues((before) => ({ ...before, ...part }));
  };
  /** What of an address belongs into other fields goes there. Answers with the fields as they are then. */
  const understand = (text: string): typeof values => {
    const { address, port, username } = splitAddress(text);
    const understood = {
      ...values,
      address,
      port: port === null ? values.port : String(port),
      username: username ?? values.username,
    };
    setValues(understood);
    if (port !== null || username !== null) setTaken(addressTakenSentence(port, username));
    return understood;
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    errors.clear();
    const given = understand(values.address);
    const { name, address, port, username } = given;
    add.mutate({
      id,
      name: name.trim() === '' ? address.trim() : name,
      address,
      port: Number(port),
      username,
      login: loginOf(given),
    });
  };
  useShortcut('Mod+Enter', () => form.current?.requestSubmit());

  return (
    <ConsolePage title="Add server" above={above}>
      <div className="mb-5 max-sm:mb-4">
        <h1 className="text-xl tracking-tight">Add server</h1>
        <p className="reading mt-0.5 text-ink-2">
          Any Debian or Ubuntu machine that is reachable over SSH. Nothing is sent to it until you confirm its
          fingerprint.
        </p>
      </div>
      <div className="grid grid-cols-[minmax(0,440px)_minmax(0,1fr)] items-start gap-6 max-lg:grid-cols-1">
        <form ref={form} noValidate onSubmit={submit} className="grid gap-4 rounded-lg border bg-surface p-4">
          {errors.general !== null && (
            <Banner variant="bad" icon={<StatusIcon name="failed" tone="bad" />}>
              {errors.general}
            </Banner>
          )}
          <div className="grid grid-cols-[minmax(0,1fr)_96px] items-start gap-3">
            <Field label="Address" error={errors.of('address')}>
              {(control) => (
                <Input
                  {...control}
                  name="address"
                  autoFocus
                  autoComplete="off"
                  autoCapitalize="off"
                  spellCheck={false}
                  placeholder="web-1.example.com"
                  value={values.address}
                  onChange={(event) => {
                    setTaken(null);
                    if (isPaste(event)) understand(event.target.value);
                    else change({ address: event.target.value });
                  }}
                  onBlur={() => {
                    understand(values.address);
                  }}
                />
              )}
            </Field>
            <Field label="Port" error={errors.of('port')}>
              {(control) => (
                <Input
                  {...control}
                  name="port"
                  inputMode="numeric"
                  autoComplete="off"
                  value={values.port}
                  onChange={(event) => {
                    change({ port: event.target.value });
                  }}
                />
              )}
            </Field>
            <p role="status" className="col-span-2 text-xs text-ink-3 empty:hidden">
              {taken}
            </p>
          </div>
          <Field
            label="Name"
            aside="optional"
            hint="Display name. Defaults to the address."
            error={values.name === '' && errors.of('address') !== undefined ? undefined : errors.of('name')}
          >
            {(control) => (
              <Input
                {...control}
                name="name"
                autoComplete="off"
                placeholder="web-1"
                value={values.name}
                onChange={(event) => {
                  change({ name: event.target.value });
                }}
              />
            )}
          </Field>
          <LoginFields
            values={values}
            errorOf={errors.of}
            onChange={(part: Partial<LoginValues>) => {
              change(part);
            }}
          />
          <SubmitButton variant="primary" disabled={busy} aria-keyshortcuts="Control+Enter">
            {busy ? 'Reading its host key…' : 'Continue'} <Kbd className="max-sm:hidden">Ctrl Enter</Kbd>
          </SubmitButton>
        </form>
        <EnrollmentSteps currentStep={1} />
      </div>
    </ConsolePage>
  );
}

const isPaste = ({ nativeEvent }: ChangeEvent): boolean =>
  nativeEvent instanceof InputEvent && nativeEvent.inputType === 'insertFromPaste';

/** "Taken from the address: port 2222 and the user ops." */
function addressTakenSentence(port: number | null, username: string | null): string {
  const parts = [
    port === null ? [] : [`port ${port}`],
    username === null ? [] : [`the user ${username}`],
  ].flat();
  return `Taken from the address: ${parts.join(' and ')}.`;
}
