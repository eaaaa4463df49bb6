/** sshd allows 10 sessions a connection unless told otherwise. */
const MOST_CHANNELS = 6;

/** How many channels may be open at once on one connection: who comes first goes first, and a server that refuses teaches it to ask for fewer. */
export class ChannelGate {
  #limit = MOST_CHANNELS;
  #open = 0;
  readonly #waiting: (() => void)[] = [];

  /** Resolves with a place once there is one; it must be given back. */
  async enter(signal: AbortSignal): Promise<ChannelPlace> {
    signal.throwIfAborted();
    if (this.#open >= this.#limit) await this.#turn(signal);
    else this.#open++;
    let given = true;
    const leave = (): void => {
      if (given) this.#leave();
      given = false;
    };
    return { leave, refused: () => this.#refused() };
  }

  /** The place is handed over, never free in between. */
  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(turn);
    });
  }

  #leave(): void {
    const next = this.#open <= this.#limit ? this.#waiting.shift() : undefined;
    if (next) next();
    else this.#open--;
  }

  #refused(): void {
    this.#limit = Math.max(1, Math.min(this.#limit, this.#open - 1));
  }
}

export interface ChannelPlace {
  /** Gives the place back; a second time does nothing. */
  leave: () => void;
  /** The server would not open a channel here. */
  refused: () => void;
}
