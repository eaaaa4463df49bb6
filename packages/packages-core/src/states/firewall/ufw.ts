import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';

export interface Rule {
  action: 'allow' | 'deny' | 'reject' | 'limit';
  /** A port, or a range `6000:6010`, which takes a protocol. */
  port: number | string;
  /** Both, when left out. */
  protocol?: 'tcp' | 'udp';
  /** An address or a network; from everywhere when left out. */
  from?: string;
  /** Of the rules the first that fits decides: this one comes in front of all others. Otherwise behind them. */
  first?: boolean;
  comment?: string;
}

/** Each change here is undone on the server unless the console reaches it over a new connection. */
interface Guard {
  /** From the change to that connection. 60 when left out; tests wait less. */
  withinSeconds?: number;
}

const WITHIN_SECONDS = 60;

/**
 * ufw has this rule, whether it is switched on or not. One that would shut out ssh, by which the console comes, is refused, in the preview already. That
 * looks at sshd's ports; whether a narrower rule lets the console's own address in is for the package to decide (`refuse`).
 */
export function rule({
  first = false,
  comment = 'Milepost',
  withinSeconds = WITHIN_SECONDS,
  ...options
}: Rule & Guard): State {
  const words = wordsOf(options);
  if (!/^[\w .,:()/-]{0,100}$/.test(comment)) throw new Error(`Not a comment of ufw: ${comment}`);
  const shown = `ufw ${words.join(' ')}`;
  return {
    id: `ufw_${identifier(words)}`,
    label: `The firewall has the rule ${words.join(' ')}`,
    action: `Add the firewall rule ${words.join(' ')}`,
    check: sh`mp_ufw_has ${words}`.displayAs('ufw show added'),
    apply: sh`
      mp_ufw_refuse_lockout add ${words}
      ufw ${first ? ['prepend'] : []} ${words} comment ${comment}
    `.displayAs(shown),
    preview: sh`
      reason=$(mp_ufw_lockout add ${words})
      [ -z "$reason" ] || mp_finding blocked "$reason"
    `.displayAs('ufw show added'),
    capture: sh`if ( mp_ufw_has ${words} ); then echo there; else echo absent; fi`.displayAs(
      'ufw show added',
    ),
    undo: sh`
      read -r former <"$MP_CAPTURE_FILE" || exit
      [ "$former" = there ] || mp_ufw_delete ${words}
    `.displayAs(`ufw delete ${words.join(' ')} if it was not there`),
    explain: sh`ufw status verbose`,
    unlessConfirmed: { withinSeconds },
    result: `The firewall has the rule ${words.join(' ')}`,
    idempotent: true,
  };
}

/** ufw does not have this rule. The last one that lets ssh in stays, while the firewall is on. */
export function ruleAbsent({ withinSeconds = WITHIN_SECONDS, ...options }: Rule & Guard): State {
  const words = wordsOf(options);
  return {
    id: `ufw_absent_${identifier(words)}`,
    label: `The firewall does not have the rule ${words.join(' ')}`,
    action: `Delete the firewall rule ${words.join(' ')}`,
    check: sh`
      mp_ufw_has ${words}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs('ufw show added'),
    apply: sh`
      mp_ufw_refuse_lockout delete ${words}
      mp_ufw_delete ${words}
    `.displayAs(`ufw delete ${words.join(' ')}`),
    preview: sh`
      reason=$(mp_ufw_lockout delete ${words})
      [ -z "$reason" ] || mp_finding blocked "$reason"
    `.displayAs('ufw show added'),
    capture: sh`mp_ufw_position ${words}`.displayAs('ufw show added'),
    undo: sh`mp_ufw_insert ${words}`.displayAs(`ufw insert where it was: ${words.join(' ')}`),
    unlessConfirmed: { withinSeconds },
    explain: sh`ufw status verbose`,
    leftoverLabel: `the firewall rule ${words.join(' ')}`,
    result: `The firewall rule ${words.join(' ')} is deleted`,
    idempotent: true,
  };
}

export interface Policies {
  incoming: 'deny' | 'reject' | 'allow';
  outgoing: 'deny' | 'reject' | 'allow';
}

/**
 * The firewall is on, also after a reboot, with these policies where no rule fits. sshd's ports are let in first. Undone, all of `/etc/ufw` is as before,
 * and the firewall off if it was.
 */
export function active({ incoming, outgoing, withinSeconds = WITHIN_SECONDS }: Policies & Guard): State {
  return {
    id: 'ufw_active',
    label: `The firewall is on: ${incoming} incoming, ${outgoing} outgoing`,
    action: `Switch the firewall on: ${incoming} incoming, ${outgoing} outgoing`,
    check: sh`mp_ufw_is_active ${incoming} ${outgoing}`.displayAs('ufw status verbose'),
    apply: sh`mp_ufw_activate ${incoming} ${outgoing}`.displayAs(
      `ufw allow sshd's ports\nufw default ${incoming} incoming\nufw default ${outgoing} outgoing\nufw --force enable`,
    ),
    capture: sh`mp_ufw_capture`.displayAs('keep /etc/ufw as it is'),
    undo: sh`mp_ufw_restore`.displayAs('put /etc/ufw back as it was'),
    unlessConfirmed: { withinSeconds },
    explain: sh`ufw status verbose`,
    listLeftovers: sh`if ufw status 2>/dev/null | grep -qx 'Status: active'; then echo 'the firewall, switched on'; fi`,
    result: 'The firewall is on',
    idempotent: true,
  };
}

/** As `ufw show added` writes it: what ufw takes in other words it writes so. */
function wordsOf({ action, port, protocol, from = 'any' }: Omit<Rule, 'first' | 'comment'>): string[] {
  const ports = String(port);
  const numbers = ports.split(':').map(Number);
  const [low = 0, high = low] = numbers;
  if (!/^\d{1,5}(:\d{1,5})?$/.test(ports) || numbers.some((n) => n < 1 || n > 65_535) || low > high)
    throw new Error(`Not a port: ${ports}`);
  if (ports.includes(':') && !protocol) throw new Error(`The range ${ports} needs a protocol.`);
  if (!/^(?:any|[0-9a-f.:]+(?:\/\d{1,3})?)$/.test(from)) throw new Error(`Not an address: ${from}`);
  if (from === 'any') return [action, protocol ? `${ports}/${protocol}` : ports];
  return [action, 'from', from, 'to', 'any', 'port', ports, ...(protocol ? ['proto', protocol] : [])];
}

const identifier = (words: readonly string[]) => words.join('_').replaceAll(/[^a-z0-9]+/g, '_');
