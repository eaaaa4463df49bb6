'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** A page that is still loading gets its form within this time, or the focus stays on its heading. */
const LOADING_MS = 3_000;
/** Not a list's search: the keys that move over the list would be typed into it. */
const FIELD = 'input:not([type="search"]):not([type="hidden"]), select, textarea';

let expected: URL | null = null;

/** Opens a page of the console from the keyboard: the focus is moved to its first field, or to its heading. */
export function useOpenPage(): (path: string) => void {
  const router = useRouter();
  return (path) => {
    const page = new URL(path, window.location.href);
    router.push(path);
    if (page.pathname === window.location.pathname) focusPage(page);
    else expected = page;
  };
}

/** Moves the focus into a page that was opened with `useOpenPage`: without it the focus is on nothing. */
export function FocusOnArrival() {
  const pathname = usePathname();
  useEffect(() => {
    const page = expected;
    expected = null;
    if (page !== null) return focusPage(page);
  }, [pathname]);
  return null;
}

/** The part that the address names, or all of the page. */
function focusPage({ hash }: URL): () => void {
  let mine: Element | null = null;
  const move = (): void => {
    const main = document.getElementById('main');
    if (main === null || hasMoved(mine)) return;
    const part = hash === '' ? main : document.getElementById(hash.slice(1));
    const field = part?.querySelector<HTMLElement>(FIELD) ?? null;
    const target = field ?? document.querySelector<HTMLElement>('h1') ?? main;
    if (target.tagName === 'H1') target.tabIndex = -1;
    target.focus();
    mine = target;
    if (field !== null) observer.disconnect();
  };
  const observer = new MutationObserver(move);
  observer.observe(document.body, { childList: true, subtree: true });
  const timer = setTimeout(() => {
    observer.disconnect();
  }, LOADING_MS);
  move();
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

/** Somebody, or the page itself, has put the focus somewhere else since. */
function hasMoved(mine: Element | null): boolean {
  const { activeElement } = document;
  if (mine === null || !mine.isConnected)
    return document.getElementById('main')?.contains(activeElement) ?? false;
  return activeElement !== mine;
}
