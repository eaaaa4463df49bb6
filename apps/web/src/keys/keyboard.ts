/** Keys the console knows, as they are listed in `?` and by aria-keyshortcuts. */
export type KeyHandler = () => void;

const SEQUENCE_MS = 1_200;

/** Listens to the whole page. The handler that was registered last wins, so a dialog's key hides the page's. */
export class Keyboard {
  private readonly handlers = new Map<string, KeyHandler[]>();
  private prefix: { key: string; at: number } | null = null;

  /** `keys`: "k", "g o", "Mod+k", "Mod+Enter", "?". Answers with what takes it away again. */
  register(keys: string, handler: KeyHandler): () => void {
    this.handlers.set(keys, [...(this.handlers.get(keys) ?? []), handler]);
    return () => {
      const remaining = (this.handlers.get(keys) ?? []).filter((each) => each !== handler);
      if (remaining.length === 0) this.handlers.delete(keys);
      else this.handlers.set(keys, remaining);
    };
  }

  onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const modified = event.ctrlKey || event.metaKey;
    if (!modified && (isTyping(event.target) || hasOpenDialog())) return;
    if (event.key === 'Enter' && !modified && isOperable(event.target)) return;
    const key = modified ? `Mod+${event.key}` : event.key;
    const now = Date.now();
    const before = this.prefix !== null && now - this.prefix.at < SEQUENCE_MS ? `${this.prefix.key} ` : '';
    const handler = this.handlers.get(before + key)?.at(-1);
    this.prefix = before === '' && this.startsSequence(key) ? { key, at: now } : null;
    if (handler === undefined) return;
    event.preventDefault();
    handler();
  };

  private startsSequence(key: string): boolean {
    return [...this.handlers.keys()].some((keys) => keys.startsWith(`${key} `));
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

function isOperable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, summary, [role="menuitem"]') !== null;
}

function hasOpenDialog(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}
