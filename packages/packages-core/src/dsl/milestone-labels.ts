import type { OperationKind } from '@milepost/contract/operation-kinds';

type LabelPatterns = Readonly<Record<string, RegExp>>;

const COMMON: LabelPatterns = {
  check_system: /^Checking the system$/,
  refresh_package_lists: /^Refreshing package lists$/,
  configure_service: /^Writing configuration$/,
  start_service: /^Starting (?:service|\S.*)$/,
};

const INSTALL: LabelPatterns = {
  ...COMMON,
  update_packages: /^Updating system packages$/,
  install_dependencies: /^Installing dependencies$/,
  install_software: /^Installing \S.*$/,
  create_user: /^Creating user$/,
  write_files: /^Writing \S.*$/,
  open_firewall: /^Opening the firewall$/,
  verify_installation: /^Verifying installation$/,
  complete_installation: /^Installation complete$/,
};

/** Milestone ids and labels that every package shares, so that all timelines read alike and medians can be compared. */
export const MILESTONE_LABELS: Readonly<Record<OperationKind, LabelPatterns>> = {
  install: INSTALL,
  update: {
    ...COMMON,
    back_up_data: /^Backing up data$/,
    update_software: /^Updating \S.*$/,
    verify_update: /^Verifying update$/,
    complete_update: /^Update complete$/,
  },
  uninstall: {
    check_system: /^Checking the system$/,
    back_up_data: /^Backing up data$/,
    stop_service: /^Stopping (?:service|\S.*)$/,
    close_firewall: /^Closing the firewall$/,
    remove_packages: /^Removing packages$/,
    remove_data: /^Removing data$/,
    clean_up: /^Cleaning up$/,
    complete_uninstallation: /^Uninstallation complete$/,
  },
};

/** Whether a milestone is worded as all others are: true, or the sentence that says what is wrong. */
export function validateMilestoneLabel(
  kind: OperationKind,
  { id, label }: { id: string; label: string },
): true | string {
  const patterns = MILESTONE_LABELS[kind] ?? {};
  const pattern = patterns[id];
  if (!pattern)
    return `${id} is not a milestone of an ${kind}: choose one of ${Object.keys(patterns).join(', ')}.`;
  return pattern.test(label) || `“${label}” is not how ${id} is said: it has to match ${pattern.source}.`;
}
