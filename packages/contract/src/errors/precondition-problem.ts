/** Why an operation is not possible on a server as it is. `package`, `other`, `requirement` and `dependent` are titles. */
export type PreconditionProblem =
  | { code: 'facts_unknown' }
  /** `supported`: such as `debian-12`. `system`: what the server runs. */
  | { code: 'unsupported_system'; package: string; supported: string[]; system: string }
  | { code: 'systemd_missing'; package: string }
  | { code: 'package_conflict'; package: string; other: string }
  /** `address`: what both listen on, such as `80/tcp`. */
  | { code: 'port_conflict'; package: string; other: string; address: string }
  /** Both write this whole file. */
  | { code: 'path_conflict'; package: string; other: string; path: string }
  /** `requirement`: titles, or what has to be provided. Any of them is enough. */
  | { code: 'requirement_missing'; package: string; requirement: string }
  | { code: 'required_by_other'; package: string; dependent: string }
  /** `children`: what lives in it and would be left behind. */
  | { code: 'has_children'; package: string; children: string[] };
