'use client';

import type { OperationSummary } from '@milepost/api/views';
import { ChevronDown, Pause } from 'lucide-react';
import { useState } from 'react';

import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { Menu, MenuItem } from '../../../components/overlays/menu';
import { PauseUntil } from './pause-until';
import { useOperationMutationOptions } from './use-operation-mutation-options';

/** Pauses between two states: until somebody resumes it, or until a time. */
export function PauseOperation({ operation }: { operation: OperationSummary }) {
  const [choosing, setChoosing] = useState(false);
  const pause = trpc.operations.pause.useMutation(useOperationMutationOptions(operation.id));
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button disabled={pause.isPending}>
            <Pause aria-hidden /> Pause <ChevronDown aria-hidden />
          </Button>
        }
      >
        <MenuItem
          onSelect={() => {
            pause.mutate({ operationId: operation.id });
          }}
        >
          Pause now
        </MenuItem>
        <MenuItem
          onSelect={() => {
            setChoosing(true);
          }}
        >
          Pause until…
        </MenuItem>
      </Menu>
      <PauseUntil operation={operation} open={choosing} onOpenChange={setChoosing} />
    </>
  );
}
