import type { ReactNode } from 'react';

import { ConsoleShell } from '../../features/console/shell/shell';

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return <ConsoleShell>{children}</ConsoleShell>;
}
