'use client';

import type { ReactNode } from 'react';

import { useMayChange } from './use-may-change';

/** Shown only to who may do more than look: a viewer sees no button that would be refused. */
export function ForChangers({ children }: { children: ReactNode }) {
  return useMayChange() ? children : null;
}
