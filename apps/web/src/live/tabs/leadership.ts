import { LOCK } from './messages';

/**
 * Makes this tab the leader when its turn comes: the browser passes the lock on when a tab closes or crashes.
 * Where there are no locks (plain HTTP to another machine) every tab leads itself.
 */
export class Leadership {
  private release: (() => void) | null = null;
  private ended = false;

  constructor(
    private readonly onGained: () => void,
    private readonly onLost: () => void,
  ) {}

  /** `steal`: take it from a tab that nobody looks at. */
  request({ steal }: { steal: boolean }): void {
    if (this.ended || this.release !== null) return;
    // Absent outside of secure contexts, whatever the types say.
    const locks = navigator.locks as LockManager | undefined;
    if (locks === undefined) {
      this.release = () => undefined;
      this.onGained();
      return;
    }
    locks
      .request(LOCK, { steal }, () => {
        if (this.ended) return undefined;
        this.onGained();
        return new Promise<void>((resolve) => {
          this.release = resolve;
        });
      })
      .catch(() => {
        // Stolen by the tab that is looked at now; queue up behind it.
        this.release = null;
        this.onLost();
        this.request({ steal: false });
      });
  }

  end(): void {
    this.ended = true;
    this.release?.();
  }
}
