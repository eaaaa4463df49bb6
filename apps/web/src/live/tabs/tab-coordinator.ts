import type { LiveUpdate } from '@milepost/api/views';

import { newId } from '../../api/ids';
import { LiveConnection } from '../stream/connection';
import { Leadership } from './leadership';
import type { Message } from './messages';
import { CHANNEL } from './messages';
import type { Client } from '../stream/source';
import type { LiveState } from '../state';
import { TabSubscriptions } from './tab-subscriptions';
import type { SubscriptionCursors } from './subscription-cursors';

export interface CoordinatorEvents {
  onUpdate: (update: LiveUpdate) => void;
  onResync: () => void;
  onError: (error: unknown) => void;
}

const HEARTBEAT_MS = 20_000;

/** This tab's part in the one stream that all tabs of a browser share. */
export class TabCoordinator {
  private readonly tab = newId();
  private readonly subscriptions = new TabSubscriptions();
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
    /** What this tab subscribes to, read whenever it is announced. */
    private readonly ownSubscriptions: () => SubscriptionCursors,
    private readonly events: CoordinatorEvents,
  ) {}

  start(): void {
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      this.onMessage(data);
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
    this.broadcast({ type: 'bye', tab: this.tab });
    clearInterval(this.heartbeat);
    this.connection?.end();
    this.connection = null;
    this.leadership?.end();
    this.channel?.close();
    this.channel = null;
  }

  /** Sends this tab's subscriptions to the leader. */
  announce(): void {
    const cursors = this.ownSubscriptions();
    if (this.connection === null) this.broadcast({ type: 'watch', tab: this.tab, watch: cursors });
    else this.register(this.tab, cursors);
  }

  /** This tab is looked at again: take the stream from a leader that nobody sees. */
  shown(): void {
    if (this.connection === null && this.leaderHidden) this.leadership?.request({ steal: true });
    else this.broadcastState();
  }

  hidden(): void {
    this.broadcastState();
  }

  retryNow(): void {
    if (this.connection === null) this.broadcast({ type: 'retry' });
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
        this.broadcast({ type: 'update', update });
      },
      onState: (state) => {
        this.setState(state);
        this.broadcastState();
      },
      onResync: () => {
        this.events.onResync();
        this.broadcast({ type: 'resync' });
      },
      onError: this.events.onError,
    });
    // Between two leaders nobody listened.
    if (this.hadLeader) this.connection.markMissed();
    this.broadcast({ type: 'who' });
    this.announce();
  }

  private stopLeading(): void {
    this.connection?.end();
    this.connection = null;
    this.announce();
  }

  private onMessage(message: Message): void {
    switch (message.type) {
      case 'who':
        this.announce();
        break;
      case 'watch':
        this.register(message.tab, message.watch);
        this.broadcastState();
        break;
      case 'bye':
        this.subscriptions.remove(message.tab);
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

  private register(tab: string, cursors: SubscriptionCursors): void {
    if (this.connection === null) return;
    this.subscriptions.register(tab, cursors, Date.now());
    this.connection.setCursors(this.subscriptions.merged(Date.now()));
  }

  private setState(state: LiveState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  private broadcastState(): void {
    if (this.connection === null) return;
    this.broadcast({ type: 'state', state: this.state, hidden: document.hidden });
  }

  private broadcast(message: Message): void {
    this.channel?.postMessage(message);
  }
}
