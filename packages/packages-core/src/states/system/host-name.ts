import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { precondition } from '../precondition';
import type { SystemValue } from './values';

/** What the lines of `hostsLines` are called in /etc/hosts. */
export const HOSTS_BLOCK = 'host name';

export const HOST_NAME: SystemValue = {
  ...{ name: 'host_name', subject: 'the host name', by: 'hostnamectl set-hostname' },
  read: sh`mp_host_name`,
  write: sh`hostnamectl set-hostname "$value"`,
};

/** No line of others in /etc/hosts gives the name otherwise. Blocks the plan otherwise. */
export function nameFree(name: string, fullName: string): State {
  return precondition({
    id: 'host_name_free',
    label: `/etc/hosts gives ${name} no other full name`,
    reasons: sh`mp_name_taken ${name} ${fullName}`,
    field: 'domain',
    display: `grep ${name} /etc/hosts`,
  });
}

/** The server finds itself by its full name. */
export function namedSo(fullName: string): State {
  return assertion({
    id: 'host_name_resolves',
    label: `The full name of the server is ${fullName}`,
    check: sh`mp_is_named ${fullName}`.displayAs('hostname -f'),
    onFailure: sh`echo "hostname -f says: $(hostname -f 2>&1)" >&2`,
  });
}
