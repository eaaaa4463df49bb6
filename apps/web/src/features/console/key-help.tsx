'use client';

import { Dialog } from '../../components/overlays/dialog';
import { Kbd } from '../../components/kbd';
import { useCanOperate } from '../session/use-can-operate';

/** `changes`: only for those who may. */
const keys: [pressed: string[], does: string, changes?: true][] = [
  [['Ctrl', 'K'], 'Search or run a command'],
  [['/'], 'Search this list or the output'],
  [['g', 'o'], 'Overview'],
  [['g', 's'], 'Servers'],
  [['g', 'p'], 'Operations'],
  [['g', 'c'], 'Catalog'],
  [['g', 't'], 'Stacks'],
  [['n', 's'], 'Add a server', true],
  [['n', 'i'], 'Install a package', true],
  [['j'], 'Next in the list'],
  [['k'], 'Previous in the list'],
  [['Enter'], 'Open'],
  [['Ctrl', 'Enter'], 'Submit'],
  [['f'], 'Follow the output'],
  [['Esc'], 'Close'],
  [['?'], 'Keyboard shortcuts'],
];

export function KeyHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const canOperate = useCanOperate();
  const usable = keys.filter(([, , changes]) => canOperate || !changes);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" className="max-w-[480px]">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-5 gap-y-2">
        {usable.map(([pressed, does]) => (
          <div key={does} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt className="flex gap-1">
              {pressed.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
              <span className="sr-only">{pressed.join(' ')}</span>
            </dt>
            <dd className="text-ink-2">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
