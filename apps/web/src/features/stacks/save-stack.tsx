'use client';

import type { InstallationView, ServerDetail } from '@milepost/api/views';
import { Layers } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';

import { newId } from '../../api/ids';
import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { Field } from '../../components/forms/field';
import { Input } from '../../components/forms/input';
import { Banner } from '../../components/layout/banner';
import { Dialog } from '../../components/overlays/dialog';
import { StatusIcon } from '../../components/status/status-icon';
import { RequireOperator } from '../session/require-operator';

/** Saves what is installed on a server as a stack. */
export function SaveStack({ server }: { server: ServerDetail }) {
  const [open, setOpen] = useState(false);
  const savable = server.packages.filter(({ installedAt }) => installedAt !== null);
  if (savable.length === 0) return null;
  return (
    <RequireOperator>
      <Button
        size="sm"
        onClick={() => {
          setOpen(true);
        }}
      >
        <Layers aria-hidden /> Save as stack…
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Save as stack"
        description="The settings are saved without passwords and other secrets: each run gets new ones."
      >
        <SaveStackForm server={server} savable={savable} />
      </Dialog>
    </RequireOperator>
  );
}

function SaveStackForm({ server, savable }: { server: ServerDetail; savable: InstallationView[] }) {
  const [stackId] = useState(newId);
  const [name, setName] = useState(`Like ${server.name}`);
  const [description, setDescription] = useState('');
  const [chosen, setChosen] = useState(() => new Set(savable.map(({ id }) => id)));
  const router = useRouter();
  const utils = trpc.useUtils();
  const save = trpc.stacks.save.useMutation({
    onSuccess: () => {
      void utils.stacks.list.invalidate();
      router.push('/stacks');
    },
  });
  const problem = save.error === null ? null : toProblem(save.error);
  const nameError = problem?.fields['name'];
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ stackId, name, description, serverId: server.id, installationIds: [...chosen] });
      }}
    >
      {problem !== null && nameError === undefined && (
        <Banner variant="bad" icon={<StatusIcon name="failed" tone="bad" />}>
          {problem.message}
        </Banner>
      )}
      <Field label="Name" error={nameError}>
        {(control) => (
          <Input
            {...control}
            name="name"
            value={name}
            maxLength={80}
            autoComplete="off"
            onChange={({ target }) => {
              setName(target.value);
              save.reset(); // its refusal is about the former name
            }}
          />
        )}
      </Field>
      <Field label="Description" aside="optional">
        {(control) => (
          <Input
            {...control}
            name="description"
            value={description}
            maxLength={300}
            autoComplete="off"
            onChange={({ target }) => {
              setDescription(target.value);
            }}
          />
        )}
      </Field>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium">Packages</legend>
        {savable.map(({ id, title }) => (
          <label key={id} className="flex items-center gap-2 max-sm:min-h-11">
            <input
              type="checkbox"
              checked={chosen.has(id)}
              onChange={({ target }) => {
                const others = [...chosen].filter((other) => other !== id);
                setChosen(new Set(target.checked ? [...others, id] : others));
              }}
            />
            {title}
          </label>
        ))}
      </fieldset>
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          disabled={chosen.size === 0 || name.trim() === '' || save.isPending || save.isSuccess}
        >
          {save.isPending ? 'Saving…' : 'Save stack'}
        </Button>
      </div>
    </form>
  );
}
