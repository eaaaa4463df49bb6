import type { Subject } from '@milepost/api/subject';
import { isSubjectMissing } from '@milepost/api/subject';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';

/**
 * Answers 404 for a page whose subject does not exist. Only where a browser loads the page as a document: within the console the page
 * reads its subject itself, and has it in its cache.
 */
export async function requireSubject(subject: Subject): Promise<void> {
  const requested = await headers();
  if (requested.get('accept')?.includes('text/html') !== true) return;
  if (await isSubjectMissing(subject, new Headers(requested))) notFound();
}
