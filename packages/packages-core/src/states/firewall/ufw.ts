import { sh } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { precondition } from '../precondition';
import { ruleKey } from './firewall';
import type { FormerFirewall, Policy, Rule, RuleOwner } from './firewall';

/** Each change here is undone on the server unless the console reaches it over a new connection. */
interface Guard {
  /** From the change to that connection. 60 when left out; tests wait less. */
  withinSeconds?: number;
}

export interface RuleOptions extends Guard {
  /** Of the rules the first that fits decides: this one comes in front of all others when it is added. Otherwise behind them. */
  first?: boolean;
  comment?: string;
  owner?: RuleOwner;
}

const WITHIN_SECONDS = 60;
const COMMENT = /^[\p{L}\p{N}_ .,:()/-]{1,100}$/u;

/**
 * ufw has this rule, whether it is switched on or not. A rule that was there before Milepost stays as it is, and one of the same port and
 * source with another action is refused, since ufw would replace it. One that would shut out everybody by ssh is refused as well; whether the
 * console's own address is let in is for the package to decide (`reasonShutOut`). Undone, the rule is as before, but one that was deleted comes
 * back by the position that it had.
 */
export function rule(
  { action, ...options }: Rule,
  { first = false, comment = 'Milepost', owner = 'rule', withinSeconds = WITHIN_SECONDS }: RuleOptions = {},
): State {
  const key = ruleKey(options);
  const words = [action, ...key];
  if (!COMMENT.test(comment)) throw new Error(`Not a comment of ufw: ${comment}`);
  const shown = words.join(' ');
  return {
    id: `ufw_${identifier(words)}`,
    label: `The firewall has the rule ${shown}`,
    action: `Add the firewall rule ${shown}`,
    check: sh`mp_ufw_has_rule ${comment} ${words}`.displayAs('ufw show added'),
    apply: sh`
      mp_ufw_refuse add ${first ? 'first' : 'last'} ${words}
      mp_ufw_add ${owner} ${first ? ['prepend'] : []} ${words} comment ${comment}
    `.displayAs(`ufw ${first ? 'prepend ' : ''}${shown} comment ${comment}`),
    preview: sh`mp_ufw_problem add ${first ? 'first' : 'last'} ${words} | mp_blocked_by ''`.displayAs(
      'ufw show added',
    ),
    capture: sh`mp_ufw_rule_of ${key}`.displayAs('ufw show added'),
    undo: sh`mp_ufw_undo_rule ${key}`.displayAs(`ufw delete ${shown}, or as it was`),
    explain: sh`ufw status verbose`,
    unlessConfirmed: { withinSeconds },
    result: `The firewall has the rule ${shown}`,
    idempotent: true,
  };
}

/**
 * ufw does not have this rule, unless it was added by somebody else or for another reason. The last one that lets ssh in stays, while the firewall is on. Undone, it is
 * back in its place.
 */
export function ruleAbsent(
  { action, ...options }: Rule,
  { owner = 'rule', withinSeconds = WITHIN_SECONDS }: Pick<RuleOptions, 'owner'> & Guard = {},
): State {
  const key = ruleKey(options);
  const shown = [action, ...key].join(' ');
  return {
    id: `ufw_absent_${identifier(key)}`,
    label: `Milepost’s firewall rule ${shown} is deleted`,
    action: `Delete the firewall rule ${shown}`,
    check: sh`mp_ufw_lacks_own ${owner} ${key}`.displayAs('ufw show added'),
    apply: sh`
      mp_ufw_refuse delete ${owner} ${key}
      mp_ufw_delete_own ${owner} ${key}
    `.displayAs(`ufw delete ${shown}`),
    preview: sh`mp_ufw_problem delete ${owner} ${key} | mp_blocked_by ''`.displayAs('ufw show added'),
    capture: sh`mp_ufw_rule_of ${key}`.displayAs('ufw show added'),
    undo: sh`mp_ufw_undo_rule ${key}`.displayAs(`ufw insert where it was: ${shown}`),
    unlessConfirmed: { withinSeconds },
    explain: sh`ufw status verbose`,
    leftoverLabel: `the firewall rule ${shown}`,
    result: `The firewall rule ${shown} is deleted`,
    idempotent: true,
  };
}

export interface Policies {
  incoming: Policy;
  outgoing: Policy;
}

/**
 * The firewall is on, also after a reboot, with these policies where no rule fits. It opens nothing: place the rules that let ssh in before it.
 * Undone, all of `/etc/ufw` is as before, and the firewall off if it was.
 */
export function active(
  { incoming, outgoing }: Policies,
  { withinSeconds = WITHIN_SECONDS }: Guard = {},
): State {
  return {
    id: 'ufw_active',
    label: `The firewall is on: ${incoming} incoming, ${outgoing} outgoing`,
    action: `Switch the firewall on: ${incoming} incoming, ${outgoing} outgoing`,
    check: sh`mp_ufw_is_active ${incoming} ${outgoing}`.displayAs('ufw status verbose'),
    apply: sh`mp_ufw_activate ${incoming} ${outgoing}`.displayAs(
      `ufw default ${incoming} incoming\nufw default ${outgoing} outgoing\nufw --force enable`,
    ),
    preview: sh`mp_ufw_kept_rules`.displayAs('ufw show added'),
    capture: sh`mp_ufw_capture`.displayAs('keep /etc/ufw as it is'),
    undo: sh`mp_ufw_restore`.displayAs('put /etc/ufw back as it was'),
    unlessConfirmed: { withinSeconds },
    explain: sh`ufw status verbose`,
    listLeftovers: sh`if ufw status 2>/dev/null | grep -qx 'Status: active'; then echo 'the firewall, switched on'; fi`,
    result: 'The firewall is on',
    idempotent: true,
  };
}

/** It is written down how the firewall is before Milepost changes anything; once. */
export function formerRecorded(): State {
  return {
    id: 'ufw_former',
    label: 'It is recorded how the firewall was before Milepost',
    action: 'Record how the firewall is before Milepost',
    check: sh`mp_ufw_has_former`.displayAs('look for the record of the former firewall'),
    apply: sh`mp_ufw_record_former`.displayAs('record status and policies of the firewall'),
    capture: sh`if ( mp_ufw_has_former ); then echo there; else echo absent; fi`.displayAs(
      'look for the record of the former firewall',
    ),
    undo: sh`
      read -r former <"$MP_CAPTURE_FILE" || exit
      [ "$former" = there ] || mp_ufw_forget
    `.displayAs('remove the record'),
    listLeftovers: sh`:`,
    idempotent: true,
  };
}

/** The firewall is as it was recorded: without the rules that Milepost added, with the former policies, and off if it was. */
export function formerRestored({ withinSeconds = WITHIN_SECONDS }: Guard = {}): State {
  return {
    id: 'ufw_former_restored',
    label: 'The firewall is as it was before Milepost',
    action: 'Put the firewall back as it was before Milepost',
    check: sh`mp_ufw_is_former`.displayAs('ufw status verbose; ufw show added'),
    apply: sh`mp_ufw_restore_former`.displayAs(
      'ufw delete each rule that Milepost added\nufw default as it was\nufw --force disable if it was off',
    ),
    preview: sh`mp_ufw_former_findings`.displayAs('ufw show added'),
    capture: sh`mp_ufw_capture`.displayAs('keep /etc/ufw as it is'),
    undo: sh`mp_ufw_restore`.displayAs('put /etc/ufw back as it was'),
    unlessConfirmed: { withinSeconds },
    explain: sh`ufw status verbose`,
    leftoverLabel: 'the firewall with Milepost’s rules',
    result: 'The firewall is as it was before Milepost',
    idempotent: true,
  };
}

/** The record of the former firewall is gone: last, when all else is undone. */
export function formerForgotten(): State {
  return {
    id: 'ufw_former_forgotten',
    label: 'Milepost has no record of the firewall',
    action: 'Remove the record of the former firewall',
    check: sh`mp_ufw_lacks_record`.displayAs('look for the record of the former firewall'),
    apply: sh`mp_ufw_forget`.displayAs('remove the record of the former firewall'),
    noUndoReason: 'The next install records the firewall anew.',
    leftoverLabel: 'Milepost’s record of the former firewall',
    idempotent: true,
  };
}

/** ufw says that it is on, with these policies. */
export const isActive = ({ incoming, outgoing }: Policies): Assertion =>
  assertion({
    id: 'ufw_is_active',
    label: `The firewall is on: ${incoming} incoming, ${outgoing} outgoing`,
    check: sh`mp_ufw_is_active ${incoming} ${outgoing}`.displayAs('ufw status verbose'),
    onFailure: sh`ufw status verbose >&2`,
  });

/** ufw says that it is on, and has this rule. */
export const ruleInForce = ({ action, ...options }: Rule): Assertion => {
  const words = [action, ...ruleKey(options)];
  return assertion({
    id: `ufw_in_force_${identifier(words)}`,
    label: `The rule ${words.join(' ')} is in force`,
    check: sh`mp_ufw_in_force ${words}`.displayAs('ufw status; ufw show added'),
    onFailure: sh`{ ufw status verbose; ufw show added; } >&2`,
  });
};

/** Nothing is left of a rule that a person added by Milepost. */
export const ownRuleGone = ({ action, ...options }: Rule): Assertion => {
  const key = ruleKey(options);
  return assertion({
    id: `ufw_gone_${identifier(key)}`,
    label: `Milepost’s firewall rule ${[action, ...key].join(' ')} is deleted`,
    check: sh`mp_ufw_lacks_own rule ${key}`.displayAs('ufw show added'),
    onFailure: sh`ufw show added >&2`,
  });
};

/** The firewall is on or off as before, with the former policies. */
export const isAsBefore = ({ active: wasActive, incoming, outgoing }: FormerFirewall): Assertion =>
  assertion({
    id: 'ufw_as_before',
    label: wasActive ? 'The firewall is on, as before' : 'The firewall is off, as before',
    check: (wasActive ? sh`mp_ufw_has_policies ${incoming} ${outgoing}` : sh`mp_ufw_is_off`).displayAs(
      'ufw status verbose',
    ),
    onFailure: sh`ufw status verbose >&2`,
  });

/** Nothing else on the server takes the place of all rules when it starts. */
export const noOtherFirewall = (): State =>
  precondition({
    id: 'no_other_firewall',
    label: 'No other firewall runs on the server',
    reasons: sh`mp_other_firewalls`,
    display: 'systemctl is-active firewalld nftables',
  });

/** The firewall is on: a rule would have no effect otherwise. */
export const isOn = (): Assertion =>
  assertion({
    id: 'ufw_is_on',
    label: 'The firewall is on',
    check: sh`mp_ufw_is_on`.displayAs('ufw status'),
    onFailure: sh`echo 'The firewall is off on the server: change UFW first, which switches it on.' >&2`,
    blocks: true,
  });

/** Stands in a plan where it could not be read what the firewall does, or by which connection the console comes. */
export const consoleStaysConnected = (): Assertion =>
  assertion({
    id: 'ufw_console_known',
    label: 'The console stays connected',
    check: sh`false`.displayAs('read the rules of the firewall and the connection of the console'),
    onFailure: sh`echo 'The server did not tell which rules its firewall has, or by which connection the console comes: close the plan and try again.' >&2`,
    blocks: true,
  });

const identifier = (words: readonly string[]) => words.join('_').replaceAll(/[^a-z0-9]+/g, '_');
