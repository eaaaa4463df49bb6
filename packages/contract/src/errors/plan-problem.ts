/** Why a worker does not run the plan that a person saw. `package` is a title. */
export type PlanProblem =
  | { code: 'package_unknown'; packageId: string }
  | { code: 'operation_unknown'; package: string; kind: string }
  | { code: 'server_unread' }
  | { code: 'settings_invalid'; package: string }
  /** The server does not offer what was chosen. `field` is a title. */
  | { code: 'not_offered'; package: string; field: string; value: string }
  /** `requirement`: what is not installed, or not any more. */
  | { code: 'requirement_missing'; package: string; requirement: string }
  /** With the definition, settings and facts of now another plan comes out. */
  | { code: 'plan_changed' }
  /** The installation's secrets of these names are not known, or its server has another address or host key since. */
  | { code: 'secrets_missing'; names: string[] }
  /** What is stored was not made by a worker of this console. */
  | { code: 'plan_untrusted' };
