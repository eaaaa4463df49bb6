'use client';

import type { ReactNode } from 'react';

import { useCanOperate } from './use-can-operate';

/** Shown only to operators and owners: a viewer sees no button that the API would reject. */
export function RequireOperator({ children }: { children: ReactNode }) {
  return useCanOperate() ? children : null;
}
