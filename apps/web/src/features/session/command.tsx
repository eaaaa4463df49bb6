import { Fragment } from 'react';

/** A command to type on a terminal. It wraps between words only: browsers would break after a hyphen too. */
export function Command({ children }: { children: string }) {
  return (
    <code className="block rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-xs">
      {children.split(' ').map((word, n) => (
        <Fragment key={n}>
          {n > 0 && ' '}
          <span className="whitespace-nowrap">{word}</span>
        </Fragment>
      ))}
    </code>
  );
}
