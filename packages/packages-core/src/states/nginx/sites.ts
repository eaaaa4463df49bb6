import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { HOME } from './paths';
import { precondition } from '../precondition';

export interface DefaultSite {
  port: number;
  /** The form field that gives the port. */
  field: string;
  /** Where nginx's configuration is: elsewhere only in tests. */
  home?: string;
}

/** No other site of nginx is the default on this port, or would be pushed aside by one. */
export function noOtherDefault({ port, field, home = HOME }: DefaultSite): State {
  return precondition({
    id: 'default_site_possible',
    label: `No other site is the default on port ${port}`,
    reasons: sh`mp_sites_in_the_way ${port} ${home}`,
    field,
    display: `look for other sites on port ${port}`,
  });
}

/** Prints findings for the preview of the default site: whose requests it is going to answer. */
export function requestsTakenOver({ port, field, home = HOME }: DefaultSite): Command {
  return sh`mp_preview_default_site ${port} ${home} ${field}`;
}
