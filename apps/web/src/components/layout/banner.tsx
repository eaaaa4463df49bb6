import type { ReactNode } from 'react';

import { cn } from '../cn';

const variants = {
  warn: 'border-warn-line bg-warn-soft',
  bad: 'border-bad-line bg-bad-soft',
  plain: 'bg-sunken',
};

export interface BannerProps {
  variant: keyof typeof variants;
  icon: ReactNode;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** One sentence over a page that stays usable. */
export function Banner({ variant, icon, children, action, className }: BannerProps) {
  return (
    <div
      role="status"
      className={cn(
        'flex items-center gap-2.5 rounded-lg border py-2 pr-2 pl-4 max-sm:flex-wrap max-sm:pr-4',
        variants[variant],
        className,
      )}
    >
      {icon}
      <p className="min-w-0 flex-1 py-1 text-pretty max-sm:basis-[calc(100%-2rem)]">{children}</p>
      {action}
    </div>
  );
}
