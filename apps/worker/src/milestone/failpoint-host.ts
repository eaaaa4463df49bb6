import type { Host } from '@milepost/packages-core/engine/host';
import type { Failpoint } from '../failpoint';

/** Tests only: a host whose start can be struck when its request is on its way. */
export function withFailpoint(host: Host, failpoint: Failpoint, milestone: number): Host {
  return new Proxy(host, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (name === 'start') failpoint('send', milestone);
        const answer: unknown = Reflect.apply(value, target, args);
        if (name === 'start') failpoint('sent', milestone);
        return answer;
      };
    },
  });
}
