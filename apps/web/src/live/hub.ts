import type { LiveUpdate } from '@milepost/api/views';

import { newId } from '../api/ids';
import { LiveConnection } from './connection';
import { Leadership } from './leadership';
import type { Message } from './messages';
import { CHANNEL } from './messages';
import type { Client } from './source';
import type { LiveState } from './state';
import { TabWatches } from './tab-watches';
import type { Watch } from './watch';

export interface HubEvents {
  onUpdate: (update: LiveUpdate) => void;
  onResync: () => void;
  onError: (error: unknown) => void;
}

const HEARTBEAT_MS = 20_000;

/** This tab's part in the one stream that all tabs of a browser share. */
export class LiveHub {
  private readonly tab = newId();
  private readonly watches = new TabWatches();
  private readonly listeners = new Set<() => void>();
  private channel: BroadcastChannel | null = null;
  private leadership: Leadership | null = null;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private connection: LiveConnection | null = null;
  private leaderHidden = false;
  private hadLeader = false;
  state: LiveState = { kind: 'connecting' };

  constructor(
    private readonly client: Client,
    /** What this tab watches; asked whenever somebody needs to know. */
    private readonly own: () => Watch,
    private readonly events: HubEvents,
  ) {}

  start(): void {
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      this.hear(data);
    };
    this.heartbeat = setInterval(() => {
      this.announce();
    }, HEARTBEAT_MS);
    this.leadership = new Leadership(
      () => {
        this.lead();
      },
      () => {
        this.stopLeading();
      },
    );
    this.leadership.request({ steal: false });
  }

  /** Lets another tab take over. It may be started again. */
  end(): void {
    this.say({ type: 'bye', tab: this.tab });
    clearInterval(this.heartbeat);
    this.connection?.end();
    this.connection = null;
    this.leadership?.end();
    this.channel?.close();
    this.channel = null;
  }

  /** Tells the leader what this tab watches now. */
  announce(): void {
    const watch = this.own();
    if (this.connection === null) this.say({ type: 'watch', tab: this.tab, watch });
    else this.note(this.tab, watch);
  }

  /** This tab is looked at again: take the stream from a leader that nobody sees. */
  shown(): void {
    if (this.connection === null && this.leaderHidden) this.leadership?.request({ steal: true });
    else this.sayState();
  }

  hidden(): void {
    this.sayState();
  }

  retryNow(): void {
    if (this.connection === null) this.say({ type: 'retry' });
    else this.connection.retryNow();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private lead(): void {
    this.connection = new LiveConnection(this.client, {
      onUpdate: (update) => {
        this.events.onUpdate(update);
        this.say({ type: 'update', update });
      },
      onState: (state) => {
        this.setState(state);
        this.sayState();
      },
      onResync: () => {
        this.events.onResync();
        this.say({ type: 'resync' });
      },
      onError: this.events.onError,
    });
    // Between two leaders nobody listened.
    if (this.hadLeader) this.connection.missedSomething();
    this.say({ type: 'who' });
    this.announce();
  }

  private stopLeading(): void {
    this.connection?.end();
    this.connection = null;
    this.announce();
  }

  private hear(message: Message): void {
    switch (message.type) {
      case 'who':
        this.announce();
        break;
      case 'watch':
        this.note(message.tab, message.watch);
        this.sayState();
        break;
      case 'bye':
        this.watches.forget(message.tab);
        break;
      case 'state':
        this.leaderHidden = message.hidden;
        this.hadLeader = true;
        if (this.connection === null) this.setState(message.state);
        break;
      case 'update':
        this.events.onUpdate(message.update);
        break;
      case 'resync':
        this.events.onResync();
        break;
      case 'retry':
        this.connection?.retryNow();
        break;
      default:
        message satisfies never;
    }
  }

  private note(tab: string, watch: Watch): void {
    if (this.connection === null) return;
    this.watches.note(tab, watch, Date.now());
    this.connection.setWatch(this.watches.all(Date.now()));
  }

  private setState(state: LiveState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  private sayState(): void {
    if (this.connection === null) return;
    this.say({ type: 'state', state: this.state, hidden: document.hidden });
  }

  private say(message: Message): void {
    this.channel?.postMessage(message);
  }
}
