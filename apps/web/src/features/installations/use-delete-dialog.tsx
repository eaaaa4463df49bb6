'use client';

import type { Deletion } from '@milepost/api/views';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { DeleteInstallation } from './delete-installation';

interface DeletedInstallation {
  deletion: Deletion;
  pkg: { id: string; title: string };
  server: { id: string; name: string };
}

/** The question how to delete an installation: `ask` opens it, `dialog` is to be rendered beside what asks. */
export function useDeleteDialog(deleted: DeletedInstallation): { ask: () => void; dialog: ReactNode } {
  const [asking, setAsking] = useState(false);
  return {
    ask: () => {
      setAsking(true);
    },
    dialog: <DeleteInstallation {...deleted} open={asking} onOpenChange={setAsking} />,
  };
}
