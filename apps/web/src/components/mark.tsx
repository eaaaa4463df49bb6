import type { SVGProps } from 'react';

/** Milepost's mark: a post with its painted band. */
export function Mark(props: SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 20 20" width={20} height={20} aria-hidden {...props}>
      <g strokeWidth=".8" strokeLinejoin="round" fill="currentColor" stroke="currentColor">
        <path d="M6 7.2V4.1L14 1v3.1Z" />
        <path d="M6 12.3V9l8-3.1v3.3Z" fill="var(--color-accent)" stroke="var(--color-accent)" />
        <path d="M6 19v-4.9L14 11v8Z" />
      </g>
    </svg>
  );
}
