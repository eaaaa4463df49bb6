import { notFound } from 'next/navigation';

/** An address that no page has: the console's own not-found page, with its navigation and the status 404. */
export default function UnknownPage(): never {
  notFound();
}
